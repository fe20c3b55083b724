using System.Reflection;
using Playbooks.Storage;
using static Playbooks.Tests.Storage.StoredSamples;

namespace Playbooks.Tests.Storage;

/// <summary>Every property of every stored record comes back, with values that nobody chose.</summary>
public abstract partial class ExecutionStoreContract
{
    [Fact]
    public async Task Every_property_of_a_run_comes_back()
    {
        StoredRun run = Filled.Of<StoredRun>();

        await Store.CreateAsync(run, [], Cancellation);

        (await Store.FindAsync(run.ExecutionId, Cancellation)).ShouldBe(run);
        (await Store.ListAsync(new RunQuery { Playbook = run.Playbook }, Cancellation)).ShouldBe([run]);
    }

    [Fact]
    public async Task Every_property_of_a_journal_entry_comes_back()
    {
        JournalEntry[] entries = [.. Enumerable.Range(1, 20).Select(sequence => Filled.Of<JournalEntry>() with { Sequence = sequence })];
        await Store.CreateAsync(Run("a"), [], Cancellation);

        await Store.AppendAsync("a", entries[..1], Cancellation);
        await Store.AppendAsync("a", entries[1..], Cancellation);

        (await Store.ReadJournalAsync("a", Cancellation)).ShouldBe(entries);
    }

    [Fact]
    public async Task Every_property_of_a_playbook_comes_back()
    {
        StoredPlaybook playbook = Filled.Of<StoredPlaybook>();
        await Store.CreateAsync(Run("a"), [playbook], Cancellation);

        StoredPlaybook read = (await Store.ReadPlaybooksAsync("a", Cancellation)).ShouldHaveSingleItem();

        read.Content.ToArray().ShouldBe(playbook.Content.ToArray());
        (read with { Content = playbook.Content }).ShouldBe(playbook);
    }

    [Fact]
    public async Task Every_property_of_a_completion_is_a_property_of_the_run()
    {
        RunCompletion completion = Filled.Of<RunCompletion>();
        await Store.CreateAsync(Run("a"), [], Cancellation);

        await Store.CompleteAsync("a", "me", completion, Cancellation);

        StoredRun run = (await Store.FindAsync("a", Cancellation))!;
        foreach (PropertyInfo property in Filled.Properties(typeof(RunCompletion)))
        {
            typeof(StoredRun).GetProperty(property.Name).ShouldNotBeNull().GetValue(run).ShouldBe(property.GetValue(completion), property.Name);
        }
    }

    [Fact]
    public async Task Every_note_comes_back_under_its_own_name()
    {
        (string Category, string Name, string Text)[] notes =
            [.. Enumerable.Range(0, 20).Select(_ => (Filled.Text(), Filled.Text(), Filled.Text()))];

        foreach ((string category, string name, string text) in notes)
        {
            await Notes.WriteNoteAsync(category, name, text, Cancellation);
        }

        foreach ((string category, string name, string text) in notes)
        {
            (await Notes.FindNoteAsync(category, name, Cancellation)).ShouldBe(text);
        }
    }

    [Fact]
    public async Task Every_property_of_a_lease_comes_back()
    {
        RunLease lease = Filled.Of<RunLease>();
        await Store.CreateAsync(Run("a") with { Lease = null }, [], Cancellation);

        (await Store.TryAcquireAsync("a", lease, null, Now, Cancellation)).ShouldBeTrue();

        (await Store.FindAsync("a", Cancellation))!.Lease.ShouldBe(lease);
    }
}
