using Playbooks.Storage;

namespace Playbooks.Tests.Execution.Durable;

/// <summary>No two processes carry out one run.</summary>
public sealed class LeaseSpecs : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(20);

    private readonly BlockingStep _block = new();
    private readonly DurableLibrary _library = new();

    public LeaseSpecs()
    {
        _library.Options = new() { Steps = [_block] };
        _library.Write("root.yaml", """
            name: Root
            steps:
              - { id: a, type: test.do }
              - { id: wait, type: test.block, timeout: 100000, repeatable: true }
              - { id: b, type: test.do }
            finally:
              - { id: tidy, type: test.do }
            """);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task A_lease_is_renewed_as_long_as_the_run_goes_on()
    {
        PlaybookRun run = await _library.CreateRunAsync();
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _block.Started;
        for (int i = 0; i < 30; i++)
        {
            _library.Clock.Advance(Tick);
            await UntilAsync(async () => (await RunOfAsync(run)).Lease!.ExpiresAt == _library.Clock.GetUtcNow() + TimeSpan.FromSeconds(60));
        }

        (await Should.ThrowAsync<ResumeException>(() => _library.Engine().ResumeAsync(run.ExecutionId, cancellationToken: Token))).Message.ShouldContain("is carried on by another process");

        _block.Release();
        (await completion).EnsureSucceeded();
        (await RunOfAsync(run)).Lease.ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_loses_the_lease_stops_at_once_and_writes_nothing_more()
    {
        PlaybookRun run = await _library.CreateRunAsync();
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _block.Started;
        IReadOnlyList<JournalEntry> before = await _library.Store.ReadJournalAsync(run.ExecutionId, Token);
        (await _library.Store.TryAcquireAsync(run.ExecutionId, new RunLease("other", _library.Clock.GetUtcNow().AddHours(1)), (await RunOfAsync(run)).Lease!.Owner, _library.Clock.GetUtcNow(), Token)).ShouldBeTrue();

        await _library.Clock.ElapseAsync(Tick);
        ExecutionReport report = await completion;

        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Error.ShouldBe("Another process has taken the run over, so nothing further was started here");
        report.Finally.ShouldHaveSingleItem().Status.ShouldBe(StepStatus.Pending);
        _library.Log.ShouldBe(["a"]);
        (await _library.Store.ReadJournalAsync(run.ExecutionId, Token)).ShouldBe(before);
        (await RunOfAsync(run)).Lease!.Owner.ShouldBe("other");
        (await RunOfAsync(run)).Status.ShouldBe(RunStatus.Running);
    }

    [Fact]
    public async Task A_renewal_that_fails_once_is_tried_again_and_one_that_fails_until_the_end_stops_the_run()
    {
        bool fails = true;
        int renewals = 0;
        StoreWrapper store = new(_library.Store);
        store.Before = (call, _) =>
        {
            if (call != "renew")
            {
                return ValueTask.CompletedTask;
            }

            Interlocked.Increment(ref renewals);
            return fails ? throw new IOException("gone") : ValueTask.CompletedTask;
        };
        PlaybookRun run = await _library.CreateRunAsync(store: store);
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _block.Started;
        await AdvanceAsync(1);
        fails = false;
        await AdvanceAsync(2);
        completion.IsCompleted.ShouldBeFalse();
        fails = true;
        await AdvanceAsync(3);
        await AdvanceAsync(4);
        await AdvanceAsync(5);

        ExecutionReport report = await completion;

        report.Error.ShouldBe("The run's lease could not be renewed in time, so nothing further was started: The execution store failed: gone");
        _library.Log.ShouldBe(["a"]);

        async Task AdvanceAsync(int renewal)
        {
            _library.Clock.Advance(Tick);
            await UntilAsync(() => Task.FromResult(Volatile.Read(ref renewals) >= renewal || completion.IsCompleted));
        }
    }

    [Fact]
    public async Task A_renewal_that_is_not_answered_stops_the_run_when_the_lease_expires()
    {
        (StoreWrapper store, Task died) = _library.DyingStore((call, _) => call == "renew");
        PlaybookRun run = await _library.CreateRunAsync(store: store);
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _block.Started;
        await _library.Clock.ElapseAsync(Tick);
        await died;

        while (!completion.IsCompleted)
        {
            _library.Clock.Advance(Tick);
            await Task.Yield();
        }

        (await completion).Error!.ShouldStartWith("The run's lease could not be renewed in time");
    }

    [Fact]
    public async Task Of_two_that_resume_a_run_at_once_one_wins_and_the_other_is_told()
    {
        _library.Write("root.yaml", Some.Playbook("- { id: a, type: test.look }\n- { id: b, type: test.do }"));
        string executionId = (await _library.DieAtAsync(1, afterWriting: false))!;
        _library.Clock.Advance(TimeSpan.FromMinutes(2));

        Task<PlaybookRun>[] tries = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() => _library.Engine().ResumeAsync(executionId, cancellationToken: Token), Token))];
        await Task.WhenAll(tries).ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);

        PlaybookRun run = await tries.Single(one => one.IsCompletedSuccessfully);
        tries.Where(one => one.IsFaulted).ShouldAllBe(one => one.Exception!.InnerException is ResumeException);
        (await run.RunAsync(Token)).EnsureSucceeded();
        _library.Log.ShouldBe(["a", "a", "b"]);
    }

    [Fact]
    public async Task Whoever_was_taken_for_dead_cannot_write_any_more()
    {
        PlaybookRun run = await _library.CreateRunAsync();
        Task<ExecutionReport> first = run.RunAsync(Token);
        await _block.Started;
        // Its machine slept: the lease is another's before it can renew it.
        string owner = (await RunOfAsync(run)).Lease!.Owner;
        (await _library.Store.TryAcquireAsync(run.ExecutionId, new RunLease("x", _library.Clock.GetUtcNow()), owner, _library.Clock.GetUtcNow(), Token)).ShouldBeTrue();
        PlaybookRun second = await _library.Engine().ResumeAsync(run.ExecutionId, cancellationToken: Token);

        _block.Release();
        ExecutionReport report = await first;

        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Error!.ShouldContain("is carried on by another process");
        (await second.RunAsync(Token)).EnsureSucceeded();
        _library.Log.ShouldBe(["a", "b", "tidy"]);
    }

    [Fact]
    public async Task A_lease_is_given_back_when_a_resumed_run_cannot_begin()
    {
        string file = _library.FullPath("given.txt");
        await File.WriteAllTextAsync(file, "", Token);
        _library.Write("root.yaml", Some.Playbook("- { id: a, type: test.look }\n- { id: b, type: test.do }", "- { name: f, type: file }\n- { name: s, secret: true }"));
        string executionId = (await _library.DieAtAsync(1, afterWriting: false, new Dictionary<string, object?> { ["f"] = "given.txt", ["s"] = "open sesame" }))!;
        _library.Clock.Advance(TimeSpan.FromMinutes(2));
        ResumeOptions secret = new() { Parameters = new Dictionary<string, object?> { ["s"] = "open sesame" } };
        File.Delete(file);

        (await Should.ThrowAsync<PlaybookInvalidException>(() => _library.Engine().ResumeAsync(executionId, cancellationToken: Token))).Message.ShouldContain("The parameter 's' is a secret");
        PlaybookRun run = await _library.Engine().ResumeAsync(executionId, secret, Token);
        (await Should.ThrowAsync<PlaybookInvalidException>(() => run.RunAsync(Token))).Message.ShouldContain("does not exist");
        await File.WriteAllTextAsync(file, "", Token);

        (await (await _library.Engine().ResumeAsync(executionId, secret, Token)).RunAsync(Token)).EnsureSucceeded();
    }

    [Fact]
    public async Task A_resumed_run_that_was_started_too_late_is_not_started()
    {
        _library.Write("root.yaml", Some.Playbook("- { id: a, type: test.look }\n- { id: b, type: test.do }"));
        string executionId = (await _library.DieAtAsync(1, afterWriting: false))!;
        _library.Clock.Advance(TimeSpan.FromMinutes(2));
        PlaybookRun slow = await _library.Engine().ResumeAsync(executionId, cancellationToken: Token);
        _library.Clock.Advance(TimeSpan.FromMinutes(2));
        PlaybookRun fast = await _library.Engine().ResumeAsync(executionId, cancellationToken: Token);

        (await Should.ThrowAsync<ResumeException>(() => slow.RunAsync(Token))).Message.ShouldContain("taken over by another process");
        (await fast.RunAsync(Token)).EnsureSucceeded();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Yield();
            Token.ThrowIfCancellationRequested();
        }
    }

    private async Task<StoredRun> RunOfAsync(PlaybookRun run) => (await _library.Store.FindAsync(run.ExecutionId, Token))!;
}
