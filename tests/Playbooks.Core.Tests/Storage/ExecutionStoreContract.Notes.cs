using Playbooks.Storage;
using static Playbooks.Tests.Storage.StoredSamples;

namespace Playbooks.Tests.Storage;

public abstract partial class ExecutionStoreContract
{
    private INoteStore Notes => (INoteStore)Store;

    [Fact]
    public async Task A_note_is_found_under_its_category_and_name_alone()
    {
        await Notes.WriteNoteAsync("c", "n", "text", Cancellation);

        (await Notes.FindNoteAsync("c", "n", Cancellation)).ShouldBe("text");
        (await Notes.FindNoteAsync("C", "n", Cancellation)).ShouldBeNull();
        (await Notes.FindNoteAsync("c", "N", Cancellation)).ShouldBeNull();
        (await Notes.FindNoteAsync("n", "c", Cancellation)).ShouldBeNull();
        (await Notes.FindNoteAsync("cn", "", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task The_later_of_two_notes_counts()
    {
        await Notes.WriteNoteAsync("c", "n", "first", Cancellation);
        await Notes.WriteNoteAsync("c", "n", "second", Cancellation);

        (await Notes.FindNoteAsync("c", "n", Cancellation)).ShouldBe("second");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0 \ud800 \u0010 \u00e9")]
    public async Task A_note_comes_back_as_it_was(string text)
    {
        await Notes.WriteNoteAsync(text, text, text, Cancellation);

        (await Notes.FindNoteAsync(text, text, Cancellation)).ShouldBe(text);
    }

    [Fact]
    public async Task A_note_is_removed_once()
    {
        await Notes.WriteNoteAsync("c", "n", "text", Cancellation);

        (await Notes.RemoveNoteAsync("c", "n", Cancellation)).ShouldBeTrue();
        (await Notes.RemoveNoteAsync("c", "n", Cancellation)).ShouldBeFalse();
        (await Notes.FindNoteAsync("c", "n", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Notes_outlive_a_prune()
    {
        await Notes.WriteNoteAsync("c", "n", "text", Cancellation);

        await Store.PruneAsync(Now.AddYears(1), Cancellation);

        (await Notes.FindNoteAsync("c", "n", Cancellation)).ShouldBe("text");
    }

    [Fact]
    public async Task Many_write_one_note_at_a_time_and_one_of_them_counts()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () => await Notes.WriteNoteAsync("c", "n", $"{i}", Cancellation))));

        int.Parse((await Notes.FindNoteAsync("c", "n", Cancellation))!).ShouldBeInRange(0, 19);
    }
}
