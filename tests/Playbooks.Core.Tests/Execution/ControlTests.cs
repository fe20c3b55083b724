using Playbooks.Tests.Support;

namespace Playbooks.Tests.Execution;

public sealed class ControlTests
{
    private readonly TestClock _time = new();
    private readonly RecordingStep _record = new();
    private readonly GatedStep _gate = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pause_BeforeTheStart_HoldsUpTheFirstStep()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.record }"));
        run.Snapshot.Phase.ShouldBe(RunPhase.NotStarted);
        run.Pause();
        run.Pause();
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await run.PausedAsync("a");
        _record.Addresses.ShouldBeEmpty();

        run.Resume();
        run.Resume();

        (await completion).Status.ShouldBe(ExecutionStatus.Completed);
        run.Snapshot.ShouldSatisfyAllConditions(snapshot => snapshot.Phase.ShouldBe(RunPhase.Ended), snapshot => snapshot.Current.ShouldBeEmpty());
        run.Pause();
        run.Skip().ShouldBeFalse();
    }

    [Fact]
    public async Task Pause_DuringAStep_LetsItEndAndHoldsUpTheNext()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.gate }\n- { id: b, type: test.record }"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _gate.StartedAsync("a");

        run.Pause();

        run.Snapshot.Phase.ShouldBe(RunPhase.Running);
        Addresses(run).ShouldBe(["a"]);
        _gate.Release("a");
        await run.PausedAsync("b");
        run.Resume();
        (await completion).Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Fact]
    public async Task Pause_InsideANest_HoldsUpItsNextStep()
    {
        using TemporaryLibrary library = await NestAsync();
        PlaybookRun run = await library.CreateRunAsync(Some.Caller("child.yaml"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _gate.StartedAsync("call1/one");

        run.Pause();
        _gate.Release("call1/one");
        await run.PausedAsync("call1/two");
        run.Resume();
        await _gate.StartedAsync("call1/two");
        _gate.Release("call1/two");

        (await completion).Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Fact]
    public async Task Pause_InAParallelLoop_HoldsUpEachWorker()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: every, type: test.gate, for_each: [a, b, c, d, e], max_parallel: 2 }"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await Task.WhenAll(_gate.StartedAsync("every[a]"), _gate.StartedAsync("every[b]"));
        Addresses(run).ShouldBe(["every[a]", "every[b]"]);

        run.Pause();
        _gate.Release("every[a]");
        _gate.Release("every[b]");
        await run.PausedAsync("every[c]", "every[d]");

        run.Resume();
        foreach (string key in (string[])["c", "d", "e"])
        {
            _gate.Release($"every[{key}]");
        }

        (await completion).Steps[0].Outputs["count"].ShouldBe(5L);
    }

    [Fact]
    public async Task Cancel_WhilePaused_EndsTheRunAndRunsTheStepsAtItsEnd()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.record }\n- { id: b, type: test.record }", atTheEnd: "- { id: tidy, type: test.record }"));
        run.Pause();
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await run.PausedAsync("a");

        run.Cancel();

        ExecutionReport report = await completion;
        report.Status.ShouldBe(ExecutionStatus.Cancelled);
        report.Steps.Select(step => step.Status).ShouldBe([StepStatus.Cancelled, StepStatus.Pending]);
        report.Steps[0].Attempts.ShouldBe(0);
        _record.Addresses.ShouldBe(["tidy"]);
    }

    [Fact]
    public async Task Cancel_WhileParallelLanesArePaused_BeginsNothingButTheStepsAtTheEnd()
    {
        string[] keys = ["a", "b", "c", "d"];
        // The cancellation reached some lanes a moment after the pause had ended: not in every round.
        for (int round = 0; round < 25; round++)
        {
            GatedStep gate = new();
            RecordingStep record = new();
            using TemporaryLibrary library = new() { Options = new() { Steps = [gate, record] } };
            library.Write("child.yaml", Some.Playbook("- { id: one, type: test.gate }\n- { id: two, type: test.record }", atTheEnd: "- { id: tidy, type: test.record }"));
            await library.VerifyAsync("child.yaml");
            PlaybookRun run = await library.CreateRunAsync(Some.Playbook(
                "- { id: call, type: playbook.run, for_each: [a, b, c, d], max_parallel: 4, parameters: { playbook: child.yaml } }"));
            Task<ExecutionReport> completion = run.RunAsync(Token);
            await Task.WhenAll(keys.Select(key => gate.StartedAsync($"call[{key}]/one")));
            run.Pause();
            foreach (string key in keys)
            {
                gate.Release($"call[{key}]/one");
            }

            await run.PausedAsync([.. keys.Select(key => $"call[{key}]/two")]);

            run.Cancel();

            (await completion).Status.ShouldBe(ExecutionStatus.Cancelled);
            record.Addresses.ShouldAllBe(address => address.EndsWith("/tidy", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Pause_TimeLimitAbove_GoesOn()
    {
        using TemporaryLibrary library = await NestAsync();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: call, type: playbook.run, timeout: 60, parameters: { playbook: child.yaml } }"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _gate.StartedAsync("call/one");
        run.Pause();
        _gate.Release("call/one");
        await run.PausedAsync("call/two");

        _time.Advance(TimeSpan.FromSeconds(60));

        // The run is still paused: what tidies up waits too.
        await run.PausedAsync("call/tidy");
        run.Resume();
        ExecutionReport report = await completion;
        report.Error.ShouldBe("Step 'call' failed: The step timed out after 60 s");
        report.Steps[0].Nested!.Steps[1].Status.ShouldBe(StepStatus.Cancelled);
    }

    [Fact]
    public async Task Pause_OwnTimeLimit_BeginsWithTheStep()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.gate, timeout: 60 }"));
        run.Pause();
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await run.PausedAsync("a");
        _time.Advance(TimeSpan.FromSeconds(3600));
        run.Resume();
        await _gate.StartedAsync("a");

        _gate.Release("a");

        (await completion).Steps[0].Duration.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Skip_StepThatWaits_IsNotBegun(bool named)
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.record }\n- { id: b, type: test.record, parameters: { value: \"{{ step.a.value | default('none') }}\" } }"));
        run.Pause();
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await run.PausedAsync("a");

        run.Skip(named ? Address("a") : null).ShouldBeTrue();

        await run.PausedAsync("b");
        run.Resume();
        ExecutionReport report = await completion;
        report.Status.ShouldBe(ExecutionStatus.Completed);
        report.Steps[0].ShouldSatisfyAllConditions(step => step.Status.ShouldBe(StepStatus.Skipped), step => step.Attempts.ShouldBe(0));
        _record.Values.ShouldBe(["none"]);
    }

    [Fact]
    public async Task Skip_StepUnderWay_EndsItAndTheRunGoesOn()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.gate, rollback: [{ id: u, type: test.record }] }\n- { id: b, type: test.record }\n- { id: c, type: utility.fail, on_failure: rollback, parameters: { message: x } }"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _gate.StartedAsync("a");

        run.Skip().ShouldBeTrue();

        ExecutionReport report = await completion;
        report.Steps.Select(step => step.Status).ShouldBe([StepStatus.Skipped, StepStatus.Completed, StepStatus.Failed]);
        report.Steps[0].Error.ShouldBeNull();
        report.Counts.ShouldBe(new StepCounts(3, 1, 1, 1));
        _record.Addresses.ShouldBe(["b"]);
    }

    [Fact]
    public async Task Skip_NestedPlaybook_EndsAllOfItButWhatTidiesUp()
    {
        using TemporaryLibrary library = await NestAsync();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: call, type: playbook.run, parameters: { playbook: child.yaml } }\n- { id: b, type: test.record }"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _gate.StartedAsync("call/one");
        Addresses(run).ShouldBe(["call/one"]);

        run.Skip(Address("call")).ShouldBeTrue();

        ExecutionReport report = await completion;
        report.Steps.Select(step => step.Status).ShouldBe([StepStatus.Skipped, StepStatus.Completed]);
        report.Steps[0].Nested!.Steps.Select(step => step.Status).ShouldBe([StepStatus.Cancelled, StepStatus.Pending]);
        _record.Addresses.ShouldBe(["call/tidy", "b"]);
    }

    [Fact]
    public async Task Nests_OneAfterTheOther_EachEndInTheirOwnWay()
    {
        using TemporaryLibrary library = NewLibrary();
        library.Write("child.yaml", Some.Playbook("- { id: x, type: test.gate }"));
        await library.VerifyAsync("child.yaml");
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook(string.Join('\n', "abcd".Select(id =>
            $"- {{ id: {id}, type: playbook.run, timeout: 20, on_failure: continue, parameters: {{ playbook: child.yaml }} }}"))));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _gate.StartedAsync("a/x");
        _time.Advance(TimeSpan.FromSeconds(20));
        await _gate.StartedAsync("b/x");
        _time.Advance(TimeSpan.FromSeconds(1));
        run.Skip(Address("b")).ShouldBeTrue();
        await _gate.StartedAsync("c/x");
        run.Skip(Address("c/x")).ShouldBeTrue();
        await _gate.StartedAsync("d/x");
        _time.Advance(TimeSpan.FromSeconds(19));
        _gate.Release("d/x");

        ExecutionReport report = await completion;

        report.Steps.Select(step => step.Status).ShouldBe([StepStatus.Failed, StepStatus.Skipped, StepStatus.Completed, StepStatus.Completed]);
        report.Steps.Select(step => step.Nested!.Steps[0].Status).ShouldBe([StepStatus.Cancelled, StepStatus.Cancelled, StepStatus.Skipped, StepStatus.Completed]);
        report.Steps.Select(step => step.Nested!.Duration.TotalSeconds).ShouldBe([20, 1, 0, 19]);
        report.Steps.Select(step => step.Nested!.Steps[0].Duration.TotalSeconds).ShouldBe([20, 1, 0, 19]);
        report.Steps.Select(step => (step.Nested!.StartedAt - report.StartedAt).TotalSeconds).ShouldBe([0, 20, 21, 21]);
    }

    [Fact]
    public async Task Skip_WithoutAnAddress_MeansTheInnermostStep()
    {
        using TemporaryLibrary library = await NestAsync();
        PlaybookRun run = await library.CreateRunAsync(Some.Caller("child.yaml"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _gate.StartedAsync("call1/one");

        run.Skip().ShouldBeTrue();

        await _gate.StartedAsync("call1/two");
        _gate.Release("call1/two");
        ExecutionReport report = await completion;
        report.Status.ShouldBe(ExecutionStatus.Completed);
        report.Steps[0].Nested!.Steps.Select(step => step.Status).ShouldBe([StepStatus.Skipped, StepStatus.Completed]);
    }

    [Fact]
    public async Task Skip_InALaterAttempt_FindsTheStepByEitherName()
    {
        using TemporaryLibrary library = await NestAsync();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: call, type: playbook.run, retry_count: 1, retry_delay: 0, parameters: { playbook: child.yaml } }\n- { id: b, type: test.record }"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _gate.StartedAsync("call/one");
        _gate.Fail("call/one");
        await _gate.StartedAsync("call#2/one");

        Addresses(run).ShouldBe(["call#2/one"]);
        run.Skip(Address("call#2")).ShouldBeTrue();

        (await completion).Steps.Select(step => step.Status).ShouldBe([StepStatus.Skipped, StepStatus.Completed]);
    }

    [Fact]
    public async Task Skip_DuringARetryDelay_EndsTheStep()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: utility.fail, retry_count: 3, retry_delay: 60, parameters: { message: x } }\n- { id: b, type: test.record }"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _time.TimerAsync(TimeSpan.FromSeconds(60));

        run.Skip(Address("a")).ShouldBeTrue();

        ExecutionReport report = await completion;
        report.Status.ShouldBe(ExecutionStatus.Completed);
        report.Steps[0].ShouldSatisfyAllConditions(step => step.Status.ShouldBe(StepStatus.Skipped), step => step.Attempts.ShouldBe(1), step => step.Error.ShouldBeNull());
    }

    [Fact]
    public async Task Skip_Loop_EndsAllOfIt()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: every, type: test.gate, for_each: [a, b, c], max_parallel: 2 }\n- { id: b, type: test.record }"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await Task.WhenAll(_gate.StartedAsync("every[a]"), _gate.StartedAsync("every[b]"));

        run.Skip(Address("every")).ShouldBeTrue();

        ExecutionReport report = await completion;
        report.Status.ShouldBe(ExecutionStatus.Completed);
        report.Steps[0].Status.ShouldBe(StepStatus.Skipped);
        report.Steps[0].Iterations!.Select(one => one.Status).ShouldBe([StepStatus.Cancelled, StepStatus.Cancelled, StepStatus.Pending]);
    }

    [Fact]
    public async Task Skip_Iteration_EndsItAlone()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: every, type: test.gate, for_each: [a, b, c], max_parallel: 2 }"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await Task.WhenAll(_gate.StartedAsync("every[a]"), _gate.StartedAsync("every[b]"));

        run.Skip(Address("every[a]")).ShouldBeTrue();

        await _gate.StartedAsync("every[c]");
        _gate.Release("every[b]");
        _gate.Release("every[c]");
        ExecutionReport report = await completion;
        report.Steps[0].Status.ShouldBe(StepStatus.Completed);
        report.Steps[0].Iterations!.Select(one => one.Status).ShouldBe([StepStatus.Skipped, StepStatus.Completed, StepStatus.Completed]);
    }

    [Fact]
    public async Task Skip_AddressThatIsNotUnderWay_SaysSo()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.gate }\n- { id: b, type: test.gate }"));
        run.Skip().ShouldBeFalse();
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _gate.StartedAsync("a");

        run.Skip(Address("b")).ShouldBeFalse();
        run.Skip(Address("gone")).ShouldBeFalse();
        _gate.Release("a");
        _gate.Release("b");

        (await completion).Steps.ShouldAllBe(step => step.Status == StepStatus.Completed);
    }

    [Fact]
    public async Task Skip_HandlerThatDoesNotStop_IsLeftBehindAfterItsGrace()
    {
        BlockingStep stubborn = new(ignoresCancellation: true);
        using TemporaryLibrary library = new(_time) { Options = new() { Steps = [stubborn, _record], CancellationGrace = TimeSpan.FromSeconds(4) } };
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.block }\n- { id: b, type: test.record }"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await stubborn.Started;

        run.Skip();
        await _time.ElapseAsync(TimeSpan.FromSeconds(4));

        (await completion).Steps.Select(step => step.Status).ShouldBe([StepStatus.Skipped, StepStatus.Completed]);
        stubborn.Release();
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(5_000_000, 1)]
    [InlineData(1, 5_000_000)]
    public void Engine_LimitThatCannotBeKept_IsRefused(int graceSeconds, int finallySeconds)
    {
        using TemporaryLibrary library = new()
        {
            Options = new() { CancellationGrace = TimeSpan.FromSeconds(graceSeconds), FinallyLimit = TimeSpan.FromSeconds(finallySeconds) },
        };

        Should.Throw<ArgumentException>(() => library.Engine());
    }

    /// <summary>Hammers a run's control from many threads. It must end, with every step in a state that it can have.</summary>
    [Fact(Timeout = Limit)]
    public async Task Control_FromManyThreads_NeverLosesTheRun()
    {
        LambdaStep yields = new("test.yield", async (_, token) =>
        {
            await Task.Yield();
            token.ThrowIfCancellationRequested();
            return StepResult.Completed();
        });
        using TemporaryLibrary library = new() { Options = new() { Steps = [yields] } };
        library.Write("child.yaml", Some.Playbook(string.Join('\n', Enumerable.Range(0, 20).Select(i => $"- {{ id: s{i}, type: test.yield, timeout: 30 }}"))));
        await library.VerifyAsync("child.yaml");
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook(
            "- { id: every, type: playbook.run, for_each: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], max_parallel: 4, parameters: { playbook: child.yaml } }"));
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] hammers = [.. Enumerable.Range(0, 4).Select(worker => Task.Run(
            () =>
            {
                for (int i = worker; !over.IsCancellationRequested; i++)
                {
                    switch (i % 4)
                    {
                        case 0:
                            run.Pause();
                            break;
                        case 1:
                            run.Skip();
                            break;
                        case 2:
                            run.Snapshot.Current.Count.ShouldBeLessThanOrEqualTo(5);
                            break;
                        default:
                            run.Resume();
                            break;
                    }
                }
            },
            Token))];

        Task<ExecutionReport> completion = run.RunAsync(Token);
        while (!completion.IsCompleted && !Token.IsCancellationRequested)
        {
            // Whoever paused last has forgotten to resume.
            run.Resume();
            await Task.Yield();
        }

        await over.CancelAsync();
        await Task.WhenAll(hammers);
        ExecutionReport report = await completion;
        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        StepReport every = report.Steps[0];
        // Between two iterations the loop itself is the innermost step, and then the whole of it is skipped.
        StepStatus[] ends = every.Status == StepStatus.Skipped
            ? [StepStatus.Completed, StepStatus.Skipped, StepStatus.Cancelled, StepStatus.Pending]
            : [StepStatus.Completed, StepStatus.Skipped];
        IReadOnlyList<StepReport> iterations = every.Iterations ?? [];
        iterations.Select(one => one.Status).Except(ends).ShouldBeEmpty();
        iterations.Count.ShouldBe(every.Iterations is null && every.Status == StepStatus.Skipped ? 0 : 12);
        iterations.Where(one => one.Nested is not null).SelectMany(one => one.Nested!.Steps)
            .ShouldAllBe(step => step.Status == StepStatus.Completed || step.Status == StepStatus.Skipped || step.Status == StepStatus.Cancelled || step.Status == StepStatus.Pending);
    }

    private static StepAddress Address(string text) => StepAddress.TryParse(text, out StepAddress? address) ? address : throw new ArgumentException(text, nameof(text));

    private static IEnumerable<string> Addresses(PlaybookRun run) => run.Snapshot.Current.Select(address => address.ToString()).Order(StringComparer.Ordinal);

    private TemporaryLibrary NewLibrary() => new(_time) { Options = new() { Steps = [_record, _gate] } };

    private async Task<TemporaryLibrary> NestAsync()
    {
        TemporaryLibrary library = NewLibrary();
        library.Write("child.yaml", Some.Playbook("- { id: one, type: test.gate }\n- { id: two, type: test.gate }", atTheEnd: "- { id: tidy, type: test.record }"));
        await library.VerifyAsync("child.yaml");
        return library;
    }
}
