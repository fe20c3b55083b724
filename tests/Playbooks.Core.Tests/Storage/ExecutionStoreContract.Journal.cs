using Playbooks.Storage;
using static Playbooks.Tests.Storage.StoredSamples;

namespace Playbooks.Tests.Storage;

public abstract partial class ExecutionStoreContract
{
    [Fact]
    public async Task A_journal_is_read_in_order_whatever_it_was_written_in()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);
        await Store.CreateAsync(Run("b"), [], Cancellation);
        await Store.AppendAsync("a", [Entry(10), Entry(2)], Cancellation);
        await Store.AppendAsync("a", [FullEntry(1)], Cancellation);
        await Store.AppendAsync("b", [Entry(1)], Cancellation);

        (await Store.ReadJournalAsync("a", Cancellation)).ShouldBe([FullEntry(1), Entry(2), Entry(10)]);
        (await Store.ReadJournalAsync("b", Cancellation)).ShouldBe([Entry(1)]);
    }

    [Fact]
    public async Task Every_kind_and_every_status_comes_back()
    {
        JournalEntry[] entries =
        [
            .. from kind in Enum.GetValues<JournalEntryKind>()
               from status in Enum.GetValues<StepStatus>()
               select new JournalEntry { Sequence = 1 + ((int)kind * 10) + (int)status, Kind = kind, Status = status },
        ];
        await Store.CreateAsync(Run("a"), [], Cancellation);

        await Store.AppendAsync("a", entries, Cancellation);

        (await Store.ReadJournalAsync("a", Cancellation)).ShouldBe(entries);
    }

    [Fact]
    public async Task No_entries_are_nothing_to_do()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);

        await Store.AppendAsync("a", [], Cancellation);

        (await Store.ReadJournalAsync("a", Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_entry_of_a_sequence_that_is_there_means_another_process()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);
        await Store.AppendAsync("a", [Entry(1)], Cancellation);

        (await MessageOfAsync(Store.AppendAsync("a", [FullEntry(1)], Cancellation))).ShouldStartWith("Run 'a' is carried on by another process: ");

        (await Store.ReadJournalAsync("a", Cancellation)).ShouldBe([Entry(1)]);
        await Store.AppendAsync("a", [Entry(2)], Cancellation);
    }

    [Fact]
    public async Task Of_several_entries_all_are_added_or_none()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);
        await Store.AppendAsync("a", [Entry(3)], Cancellation);

        (await MessageOfAsync(Store.AppendAsync("a", [Entry(1), Entry(2), Entry(3), Entry(4)], Cancellation))).ShouldStartWith("Run 'a' is carried on by another process: ");
        (await MessageOfAsync(Store.AppendAsync("a", [Entry(5), Entry(5)], Cancellation))).ShouldStartWith("Run 'a' is carried on by another process: ");

        (await Store.ReadJournalAsync("a", Cancellation)).ShouldBe([Entry(3)]);
        await Store.AppendAsync("a", [Entry(1), Entry(2)], Cancellation);
        (await Store.ReadJournalAsync("a", Cancellation)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_list_of_entries_may_change_when_they_are_added()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);
        List<JournalEntry> entries = [Entry(1)];

        await Store.AppendAsync("a", entries, Cancellation);
        entries[0] = Entry(2);
        await Store.AppendAsync("a", entries, Cancellation);

        (await Store.ReadJournalAsync("a", Cancellation)).ShouldBe([Entry(1), Entry(2)]);
    }

    [Fact]
    public async Task Of_two_who_write_one_sequence_at_a_time_one_is_told()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);
        for (int sequence = 1; sequence <= 20; sequence += 2)
        {
            JournalEntry[] entries = [Entry(sequence), Entry(sequence + 1)];
            bool[] added = await Task.WhenAll(SucceedsAsync(() => Store.AppendAsync("a", [entries[0]], Cancellation)), SucceedsAsync(() => Store.AppendAsync("a", entries, Cancellation)));

            added.Count(one => one).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Many_runs_write_at_a_time()
    {
        string[] ids = [.. Enumerable.Range(0, 50).Select(i => $"run{i:00}")];
        StoredPlaybook[] nest = [Playbook("a.yaml", "1"), Playbook("b.yaml", "2"), Playbook("c.yaml", "3")];

        await Task.WhenAll(ids.Select((id, i) => Task.Run(async () =>
        {
            // Contents in different orders: nobody may wait for one who waits for them.
            await Store.CreateAsync(Run(id), i % 2 == 0 ? nest : [.. nest.Reverse()], Cancellation);
            for (int sequence = 1; sequence <= 20; sequence += 2)
            {
                await Store.AppendAsync(id, [Entry(sequence)], Cancellation);
                await Store.AppendAsync(id, sequence % 4 == 1 ? [Entry(sequence + 1)] : [Entry(sequence + 1), Entry(sequence + 100)], Cancellation);
                await Store.ReadJournalAsync(id, Cancellation);
            }

            await Store.CompleteAsync(id, "me", Completion(), Cancellation);
        })));

        foreach (string id in ids)
        {
            (await Store.ReadJournalAsync(id, Cancellation)).Count.ShouldBe(25);
        }

        (await Store.ListAsync(new RunQuery { Status = RunStatus.Completed }, Cancellation)).Count.ShouldBe(50);
    }

    private static async Task<bool> SucceedsAsync(Func<ValueTask> act)
    {
        try
        {
            await Task.Run(async () => await act());
            return true;
        }
        catch (ExecutionStoreException)
        {
            return false;
        }
    }
}
