using Playbooks.Storage;
using static Playbooks.Tests.Storage.StoredSamples;

namespace Playbooks.Tests.Storage;

public abstract partial class ExecutionStoreContract
{
    [Fact]
    public async Task Runs_are_listed_newest_first_in_ordinal_order()
    {
        foreach (string id in (string[])["b", "A", "a", "B", "_", "10", "9"])
        {
            await Store.CreateAsync(Run(id), [], Cancellation);
        }

        (await IdsAsync(new RunQuery())).ShouldBe(["b", "a", "_", "B", "A", "9", "10"]);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_overlap_though_the_last_run_of_one_was_pruned()
    {
        for (int i = 0; i < 60; i++)
        {
            await Store.CreateAsync(Run($"{i:00}"), [], Cancellation);
        }

        (await IdsAsync(new RunQuery())).Length.ShouldBe(50);
        List<string> seen = [];
        RunQuery query = new() { Limit = 7 };
        while (await IdsAsync(query) is [_, ..] page)
        {
            seen.AddRange(page);
            query = query with { After = page[^1] };
            await Store.CompleteAsync(page[^1], "me", Completion(), Cancellation);
            (await Store.PruneAsync(Now.AddYears(1), Cancellation)).ShouldBe(1);
        }

        seen.ShouldBe(Enumerable.Range(0, 60).Reverse().Select(i => $"{i:00}"));
        (await IdsAsync(new RunQuery { Limit = 1000 })).Length.ShouldBe(51);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task A_limit_out_of_its_range_is_refused(int limit)
        => await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Store.ListAsync(new RunQuery { Limit = limit }, Cancellation));

    [Fact]
    public async Task Runs_are_found_by_all_that_a_query_says_together()
    {
        await Store.CreateAsync(Run("1") with { Playbook = "a.yaml", Digest = "x" }, [], Cancellation);
        await Store.CreateAsync(Run("2") with { Playbook = "a.yaml", Digest = "y", StartedAt = Now.AddTicks(1) }, [], Cancellation);
        await Store.CreateAsync(Run("3") with { Playbook = "b.yaml", Digest = "y", StartedAt = Now.AddTicks(2) }, [], Cancellation);
        await Store.CompleteAsync("2", "me", Completion(), Cancellation);
        await Store.CompleteAsync("3", "me", Completion(RunStatus.InDoubt), Cancellation);

        (await IdsAsync(new RunQuery { Playbook = "a.yaml" })).ShouldBe(["2", "1"]);
        (await IdsAsync(new RunQuery { Playbook = "A.yaml" })).ShouldBeEmpty();
        (await IdsAsync(new RunQuery { Digest = "y" })).ShouldBe(["3", "2"]);
        (await IdsAsync(new RunQuery { Status = RunStatus.Running })).ShouldBe(["1"]);
        (await IdsAsync(new RunQuery { Status = RunStatus.InDoubt })).ShouldBe(["3"]);
        (await IdsAsync(new RunQuery { From = Now.AddTicks(1) })).ShouldBe(["3", "2"]);
        (await IdsAsync(new RunQuery { To = Now.AddTicks(1) })).ShouldBe(["1"]);
        (await IdsAsync(new RunQuery { From = Now.AddTicks(1).ToOffset(TimeSpan.FromHours(3)), To = Now.AddTicks(2) })).ShouldBe(["2"]);
        (await IdsAsync(new RunQuery { After = "3" })).ShouldBe(["2", "1"]);
        (await IdsAsync(new RunQuery { After = "2x" })).ShouldBe(["2", "1"]);
        (await IdsAsync(new RunQuery { Playbook = "a.yaml", Digest = "y", Status = RunStatus.Completed, From = Now, To = Now.AddDays(1), After = "3", Limit = 1 })).ShouldBe(["2"]);
        (await IdsAsync(new RunQuery { Playbook = "b.yaml", Digest = "x" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Old_runs_are_deleted_with_their_journals_and_contents_that_others_have_too_are_kept()
    {
        StoredPlaybook own = Playbook("own.yaml", "own");
        StoredPlaybook shared = Playbook("shared.yaml", "shared");
        foreach ((string id, DateTimeOffset end) in ((string, DateTimeOffset)[])[("old", Now), ("new", Now.AddTicks(1))])
        {
            await Store.CreateAsync(Run(id), id == "old" ? [own, shared] : [shared], Cancellation);
            await Store.AppendAsync(id, [Entry(1)], Cancellation);
            await Store.CompleteAsync(id, "me", Completion(endedAt: end), Cancellation);
        }

        (await Store.PruneAsync(Now.AddTicks(1), Cancellation)).ShouldBe(1);

        (await IdsAsync(new RunQuery())).ShouldBe(["new"]);
        (await Store.FindAsync("old", Cancellation)).ShouldBeNull();
        (await Store.ReadJournalAsync("old", Cancellation)).ShouldBeEmpty();
        (await Store.ReadPlaybooksAsync("old", Cancellation)).ShouldBeEmpty();
        (await Store.ReadJournalAsync("new", Cancellation)).ShouldBe([Entry(1)]);
        (await Store.ReadPlaybooksAsync("new", Cancellation)).Select(playbook => playbook.Path).ShouldBe(["shared.yaml"]);
        (await Store.PruneAsync(Now.AddTicks(1), Cancellation)).ShouldBe(0);
        // Of the same id and content as what was deleted: nothing is left of it.
        await Store.CreateAsync(Run("old"), [own], Cancellation);
        (await Store.ReadJournalAsync("old", Cancellation)).ShouldBeEmpty();
        (await Store.ReadPlaybooksAsync("old", Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Runs_that_have_not_ended_or_are_in_doubt_are_kept_however_old()
    {
        await Store.CreateAsync(Run("running"), [], Cancellation);
        await Store.CreateAsync(Run("doubt"), [], Cancellation);
        await Store.CompleteAsync("doubt", "me", Completion(RunStatus.InDoubt) with { EndedAt = Now }, Cancellation);

        (await Store.PruneAsync(DateTimeOffset.MaxValue, Cancellation)).ShouldBe(0);

        (await IdsAsync(new RunQuery())).ShouldBe(["running", "doubt"]);
    }

    [Fact]
    public async Task Runs_are_entered_while_others_of_the_same_content_are_deleted()
    {
        StoredPlaybook[] nest = [Playbook("a.yaml", "1"), Playbook("b.yaml", "2")];
        Task pruning = Task.Run(async () =>
        {
            for (int i = 0; i < 30; i++)
            {
                await Store.PruneAsync(Now.AddYears(1), Cancellation);
            }
        });
        Task entering = Task.Run(async () =>
        {
            for (int i = 0; i < 30; i++)
            {
                await Store.CreateAsync(Run($"{i}"), nest, Cancellation);
                (await Store.ReadPlaybooksAsync($"{i}", Cancellation)).Count.ShouldBe(2);
                await Store.CompleteAsync($"{i}", "me", Completion(), Cancellation);
            }
        });

        await Task.WhenAll(pruning, entering);
    }

    private async Task<string[]> IdsAsync(RunQuery query) => [.. (await Store.ListAsync(query, Cancellation)).Select(run => run.ExecutionId)];
}
