using Playbooks.Agent;
using Playbooks.Hosting.Tests.Support;
using Playbooks.Processes;
using Playbooks.Storage;

namespace Playbooks.Hosting.Tests.Queue;

/// <summary>What becomes of work when the process ends, with the SQL store.</summary>
public sealed class RestartSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task Waiting_work_is_done_after_a_restart_in_its_order()
    {
        await using (SqlExecutionStore store = Open())
        {
            await using QueueUnderTest test = new(notes: store);
            await test.Queue.StartAsync(Cancellation);
            await test.AddAsync("running");
            await test.Handler.BegunAsync("running");
            WorkTicket[] waiting = [await test.AddAsync("second", 3), await test.AddAsync("third", 3, "key", parameters: ("x", 1.5)), await test.AddAsync("first", 1)];
            waiting.ShouldAllBe(ticket => ticket.IsStored);
            WorkTicket cancelled = await test.AddAsync("cancelled");
            await cancelled.CancelAsync();
            test.Handler.Release("running");
            await test.Queue.StopAsync(Cancellation).WaitAsync(HangGuard.Time);
            (await waiting[0].Completion).ErrorMessage.ShouldBe("The queue stopped before the work began. It is stored, and is done when the queue starts again.");
        }

        await using SqlExecutionStore again = Open();
        await using QueueUnderTest next = new(notes: again);
        next.Handler.Release("first", "second", "third");
        await next.Queue.StartAsync(Cancellation);

        WorkTicket third = next.Queue.Find("third").ShouldNotBeNull();
        third.Request.Parameters["x"].ShouldBe(1.5);
        third.Request.ConcurrencyKey.ShouldBe("key");
        await third.Completion.WaitAsync(HangGuard.Time);
        next.Handler.Order.ShouldBe(["first", "second", "third"]);
        next.Queue.Find("running").ShouldBeNull();
        next.Queue.Find("cancelled").ShouldBeNull();
    }

    [Fact(Timeout = Limit)]
    public async Task The_queue_of_a_process_in_another_container_is_taken_over_only_when_that_does_not_renew_its_claim()
    {
        // The same machine and start, the same process id, but another namespace of ids: that process cannot be seen from here.
        string elsewhere = ProcessIdentity.Current.Replace(":", "0:", StringComparison.Ordinal);
        await using SqlExecutionStore store = Open();
        await using QueueUnderTest test = new(notes: store);
        DateTimeOffset expiresAt = test.Clock.GetUtcNow().AddSeconds(60);
        await store.WriteNoteAsync("work-queue:tester", "owner", $$"""{"process":"{{elsewhere}}","expires_at":"{{expiresAt:O}}"}""", Cancellation);

        (await Should.ThrowAsync<InvalidOperationException>(test.Queue.StartAsync(Cancellation))).Message.ShouldContain(elsewhere);
        test.Clock.Advance(TimeSpan.FromSeconds(60));
        await test.Queue.StartAsync(Cancellation);

        string owner = await OwnerAsync(store);
        owner.ShouldContain(ProcessIdentity.Current);
        test.Clock.Advance(TimeSpan.FromSeconds(20));
        while (await OwnerAsync(store) == owner)
        {
            await Task.Yield();
        }
    }

    [Fact(Timeout = Limit)]
    public async Task The_queue_of_a_dead_process_is_taken_over_at_once()
    {
        string[] parts = ProcessIdentity.Current.Split(':');
        await using SqlExecutionStore store = Open();
        await using QueueUnderTest test = new(notes: store);
        string expiresAt = $"{test.Clock.GetUtcNow().AddSeconds(60):O}";
        await store.WriteNoteAsync("work-queue:tester", "owner", $$"""{"process":"{{parts[0]}}:{{parts[1]}}:1","expires_at":"{{expiresAt}}"}""", Cancellation);

        await test.Queue.StartAsync(Cancellation);

        (await OwnerAsync(store)).ShouldContain(ProcessIdentity.Current);
    }

    private static async Task<string> OwnerAsync(SqlExecutionStore store)
        => await store.FindNoteAsync("work-queue:tester", "owner", Cancellation) ?? "";

    [Fact(Timeout = Limit)]
    public async Task Work_that_was_begun_when_the_process_died_is_reported_and_not_done_again()
    {
        INoteStore store = await CrashAsync("gated");
        await using QueueUnderTest next = new(notes: store);
        next.Handler.Release("b");
        await next.Queue.StartAsync(Cancellation);

        WorkTicket ticket = next.Queue.Find("a").ShouldNotBeNull();
        WorkResult result = await ticket.Completion.WaitAsync(HangGuard.Time);
        await next.Queue.Find("b")!.Completion.WaitAsync(HangGuard.Time);

        result.Status.ShouldBe(WorkStatus.Failed);
        result.ErrorMessage.ShouldBe("The work was interrupted: the process that did it ended, and how far it came is not known. See to it, and send it under a new task_id.");
        next.Log.Entries.ShouldContain(entry => entry.Id == 316);
        next.Handler.Order.ShouldBe(["b"]);

        // The agent itself knows it too, and so does the queue after the next start.
        (await next.Agent.ExecuteAsync(ticket.Request, Cancellation)).ErrorMessage.ShouldBe(result.ErrorMessage);
        await next.Queue.StopAsync(Cancellation);
        await using QueueUnderTest third = new(notes: store);
        await third.Queue.StartAsync(Cancellation);
        (await (await third.AddAsync("a")).Completion.WaitAsync(HangGuard.Time)).ErrorMessage.ShouldBe(result.ErrorMessage);
        third.Handler.Order.ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task Work_that_only_looks_is_done_again()
    {
        INoteStore store = await CrashAsync("discover_playbooks");
        await using QueueUnderTest next = new(notes: store, workType: "discover_playbooks");
        next.Handler.Release("a", "b");
        await next.Queue.StartAsync(Cancellation);

        (await next.Queue.Find("a")!.Completion.WaitAsync(HangGuard.Time)).Status.ShouldBe(WorkStatus.Completed);
        next.Log.Entries.ShouldContain(entry => entry.Id == 317);
    }

    [Fact(Timeout = Limit)]
    public async Task A_request_with_a_secret_is_not_stored_and_says_so()
    {
        await using SqlExecutionStore store = Open();
        await using QueueUnderTest test = new(notes: store);
        WorkTicket ticket = await test.AddAsync("a", parameters: ("extravars", new Dictionary<string, object?> { ["password"] = new Secret("canary-77ab") }));
        test.Handler.Release("a");
        await ticket.Completion.WaitAsync(HangGuard.Time);

        ticket.IsStored.ShouldBeFalse();
        test.Log.Entries.ShouldContain(entry => entry.Id == 314 && entry.Message.Contains("it holds a secret, which is never written down"));
        (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "history.db"), Cancellation)).ShouldNotContain("canary-77ab");
    }

    [Fact(Timeout = Limit)]
    public async Task A_request_that_contains_itself_is_not_stored_and_ends_no_process()
    {
        Dictionary<string, object?> map = [];
        map["list"] = new List<object?> { map };
        await using SqlExecutionStore store = Open();
        await using QueueUnderTest test = new(notes: store);
        WorkTicket ticket = await test.AddAsync("a", parameters: ("extravars", map));
        test.Handler.Release("a");

        (await ticket.Completion.WaitAsync(HangGuard.Time)).Status.ShouldBe(WorkStatus.Failed);
        ticket.IsStored.ShouldBeFalse();
        test.Log.Entries.ShouldContain(entry => entry.Id == 314 && entry.Message.Contains("A value is nested more than 256 levels deep"));
    }

    [Fact(Timeout = Limit)]
    public async Task Queues_of_other_agents_over_one_store_are_kept_apart()
    {
        INoteStore store = await CrashAsync("gated");
        await using QueueUnderTest other = new(notes: store, agentId: "somebody-else");
        await other.Queue.StartAsync(Cancellation);

        other.Queue.Find("a").ShouldBeNull();
    }

    // A queue that is simply forgotten, with one work under way and one that waits: nobody else is told that it is gone.
    private static async Task<INoteStore> CrashAsync(string workType)
    {
        InMemoryExecutionStore store = new();
        QueueUnderTest test = new(notes: store, workType: workType);
        await test.Queue.StartAsync(Cancellation);
        await test.AddAsync("a", workType: workType);
        await test.Handler.BegunAsync("a");
        await test.AddAsync("b", workType: workType);
        return store;
    }

    private SqlExecutionStore Open() => SqlExecutionStore.Sqlite(Path.Combine(_folder.Path, "history.db"));
}
