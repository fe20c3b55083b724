using Playbooks.Debugging;
using Playbooks.Tests.Support;

namespace Playbooks.Tests.Debugging;

/// <summary>Where a debugger stops, and how the run goes on from there.</summary>
public sealed class DebuggerTests
{
    private readonly TestClock _time = new();
    private readonly RecordingStep _record = new();
    private readonly GatedStep _gate = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StepInto_StopsBeforeEveryStep()
    {
        using TemporaryLibrary library = await NestAsync();

        (IReadOnlyList<string> stops, ExecutionReport report) = await WalkAsync(library, Whole, stop => stop.StepInto());

        stops.ShouldBe(
        [
            "Start first", "Step every", "Step every[a]", "Step every[a]/one", "Step every[a]/two", "Step every[a]/tidy",
            "Step every[b]", "Step every[b]/one", "Step every[b]/two", "Step every[b]/tidy", "Step bad",
            "Step every[b]/two/rollback:untwo", "Step every[a]/two/rollback:untwo", "Step last",
        ]);
        report.Status.ShouldBe(ExecutionStatus.Failed);
    }

    [Fact]
    public async Task StepOver_StaysAtItsLevel()
    {
        using TemporaryLibrary library = await NestAsync();

        (IReadOnlyList<string> stops, _) = await WalkAsync(library, Whole, stop => stop.StepOver());

        stops.ShouldBe(["Start first", "Step every", "Step bad", "Step every[b]/two/rollback:untwo", "Step every[a]/two/rollback:untwo", "Step last"]);
    }

    [Fact]
    public async Task StepOut_LeavesTheNestThenTheLoop()
    {
        using TemporaryLibrary library = await NestAsync();

        (IReadOnlyList<string> stops, _) = await WalkAsync(library, Whole, stop =>
        {
            if (stop.Address.Depth < 2 && stop.Address.ToString() != "every[b]")
            {
                stop.StepInto();
            }
            else
            {
                stop.StepOut();
            }
        });

        stops.ShouldBe(["Start first", "Step every", "Step every[a]", "Step every[a]/one", "Step every[b]", "Step bad", "Step every[b]/two/rollback:untwo", "Step last"]);
    }

    [Fact]
    public async Task Skip_LeavesTheStepOutAndStopsAtTheNext()
    {
        using TemporaryLibrary library = NewLibrary();

        (IReadOnlyList<string> stops, ExecutionReport report) = await WalkAsync(library, Some.Playbook("- { id: a, type: test.record }\n- { id: b, type: test.record }\n- { id: c, type: test.record }"), stop =>
        {
            if (stop.Address.StepId == "a")
            {
                stop.Skip();
            }
            else
            {
                stop.Continue();
            }
        });

        stops.ShouldBe(["Start a", "Step b"]);
        report.Steps.Select(step => step.Status).ShouldBe([StepStatus.Skipped, StepStatus.Completed, StepStatus.Completed]);
    }

    [Theory]
    [InlineData("bad", "bad")]
    [InlineData("every", "every")]
    [InlineData("every[b]", "every[b]")]
    [InlineData("every/one", "every[a]/one every[b]/one")]
    [InlineData("every[b]/one", "every[b]/one")]
    [InlineData("every/two/rollback:untwo", "every[b]/two/rollback:untwo every[a]/two/rollback:untwo")]
    [InlineData("every/tidy", "every[a]/tidy every[b]/tidy")]
    [InlineData("last", "last")]
    [InlineData("every#2/one", "")]
    [InlineData("every/three", "")]
    [InlineData("one", "")]
    [InlineData("untwo", "")]
    public async Task Breakpoint_StopsWhereItSays(string breakpoint, string expected)
    {
        using TemporaryLibrary library = await NestAsync();

        (IReadOnlyList<string> stops, _) = await WalkAsync(library, Whole, stop => stop.Continue(), breakpoint);

        stops.ShouldBe(expected.Length == 0 ? [] : expected.Split(' ').Select(address => $"Breakpoint {address}"));
    }

    [Theory]
    [InlineData("call/one", "call/one call#2/one")]
    [InlineData("call#2/one", "call#2/one")]
    [InlineData("call", "call")]
    public async Task Breakpoint_WithoutAnAttempt_MeansAllAttempts(string breakpoint, string expected)
    {
        int calls = 0;
        using TemporaryLibrary library = NewLibrary(new LambdaStep("test.flaky", _ => ++calls < 2 ? StepResult.Failed("again") : StepResult.Completed()));
        library.Write("child.yaml", Some.Playbook("- { id: one, type: test.flaky }"));
        await library.VerifyAsync("child.yaml");

        (IReadOnlyList<string> stops, ExecutionReport report) = await WalkAsync(
            library, Some.Playbook("- { id: call, type: playbook.run, retry_count: 1, retry_delay: 0, parameters: { playbook: child.yaml } }"), stop => stop.Continue(), breakpoint);

        stops.ShouldBe(expected.Split(' ').Select(address => $"Breakpoint {address}"));
        report.Steps[0].Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task StepOver_NestThatIsTriedAgain_IsOneStep()
    {
        int calls = 0;
        using TemporaryLibrary library = NewLibrary(new LambdaStep("test.flaky", _ => ++calls < 2 ? StepResult.Failed("again") : StepResult.Completed()));
        library.Write("child.yaml", Some.Playbook("- { id: one, type: test.flaky }"));
        await library.VerifyAsync("child.yaml");

        (IReadOnlyList<string> stops, _) = await WalkAsync(
            library, Some.Playbook("- { id: call, type: playbook.run, retry_count: 1, retry_delay: 0, parameters: { playbook: child.yaml } }\n- { id: after, type: test.record }"), stop => stop.StepOver());

        stops.ShouldBe(["Start call", "Step after"]);
    }

    [Fact]
    public async Task Breakpoints_InParallelIterations_StopOneAfterTheOther()
    {
        using TemporaryLibrary library = NewLibrary();

        (IReadOnlyList<string> stops, ExecutionReport report) = await WalkAsync(
            library, Some.Playbook("- { id: every, type: test.record, for_each: [a, b, c, d], max_parallel: 4 }"), stop => stop.StepInto());

        stops.Order().ShouldBe(["Start every", "Step every[a]", "Step every[b]", "Step every[c]", "Step every[d]"]);
        report.Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a//b")]
    [InlineData("a#2")]
    [InlineData("a[")]
    public async Task Breakpoint_ThatCannotBe_IsRefused(string address)
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookDebugger debugger = (await library.CreateRunAsync(Some.Leaf())).Debug();

        Should.Throw<ArgumentException>(() => debugger.AddBreakpoint(address));
        Should.Throw<ArgumentException>(() => debugger.RemoveBreakpoint(address));
    }

    [Fact]
    public async Task Breakpoint_RemovedWhileItRuns_StopsNoMore()
    {
        using TemporaryLibrary library = await NestAsync();
        PlaybookRun run = await library.CreateRunAsync(Whole);
        PlaybookDebugger debugger = run.Debug();
        debugger.StopAtStart = false;
        debugger.AddBreakpoint("every/two");
        debugger.AddBreakpoint("every#1/one");
        debugger.Breakpoints.ShouldBe(["every/one", "every/two"]);
        Task<ExecutionReport> completion = run.RunAsync(Token);
        DebuggerStop stop = (await debugger.NextStopAsync(Token)).ShouldNotBeNull();
        stop.Address.ToString().ShouldBe("every[a]/one");

        debugger.RemoveBreakpoint("every/two").ShouldBeTrue();
        debugger.RemoveBreakpoint("every/two").ShouldBeFalse();
        debugger.RemoveBreakpoint("every/one").ShouldBeTrue();
        stop.Continue();

        (await debugger.NextStopAsync(Token)).ShouldBeNull();
        await completion;
    }

    [Fact]
    public async Task Abort_BeginsNothingFurtherButWhatTidiesUp()
    {
        using TemporaryLibrary library = await NestAsync();
        PlaybookRun run = await library.CreateRunAsync(Whole);
        PlaybookDebugger debugger = run.Debug();
        debugger.StopAtStart = false;
        debugger.AddBreakpoint("every[a]/two");
        Task<ExecutionReport> completion = run.RunAsync(Token);

        (await debugger.NextStopAsync(Token)).ShouldNotBeNull().Abort();

        (await debugger.NextStopAsync(Token)).ShouldBeNull();
        ExecutionReport report = await completion;
        report.Status.ShouldBe(ExecutionStatus.Cancelled);
        _record.Addresses.ShouldBe(["first", "every[a]/one", "every[a]/tidy", "last"]);
    }

    [Fact]
    public async Task Abort_AtTheEnd_LeavesThatStepOut()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.record }", atTheEnd: "- { id: one, type: test.record }\n- { id: two, type: test.record }"));
        PlaybookDebugger debugger = run.Debug();
        debugger.StopAtStart = false;
        debugger.AddBreakpoint("one");
        Task<ExecutionReport> completion = run.RunAsync(Token);

        (await debugger.NextStopAsync(Token)).ShouldNotBeNull().Abort();

        ExecutionReport report = await completion;
        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Error.ShouldBe("The step 'one' under 'finally' was cancelled");
        _record.Addresses.ShouldBe(["a", "two"]);
    }

    [Fact]
    public async Task Go_Twice_IsAMistake()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.record }"));
        PlaybookDebugger debugger = run.Debug();
        Task<ExecutionReport> completion = run.RunAsync(Token);
        DebuggerStop stop = (await debugger.NextStopAsync(Token)).ShouldNotBeNull();

        stop.Continue();

        Should.Throw<InvalidOperationException>(stop.Continue);
        await completion;
    }

    [Fact]
    public async Task Debug_TwiceOrTooLate_IsAMistake()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.record }"));
        run.Debug().StopAtStart = false;
        Should.Throw<InvalidOperationException>(run.Debug);
        PlaybookRun other = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.record }"));
        await other.RunAsync(Token);
        Should.Throw<InvalidOperationException>(other.Debug);

        (await run.RunAsync(Token)).Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Fact]
    public async Task NextStop_Cancelled_LosesNothing()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.record }"));
        PlaybookDebugger debugger = run.Debug();
        using CancellationTokenSource source = new();
        ValueTask<DebuggerStop?> waiting = debugger.NextStopAsync(source.Token);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting.AsTask());
        Task<ExecutionReport> completion = run.RunAsync(Token);

        (await debugger.NextStopAsync(Token)).ShouldNotBeNull().Continue();

        (await completion).Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Fact]
    public async Task NextStop_SeveralWaiting_AllEndWithTheRun()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.gate }"));
        PlaybookDebugger debugger = run.Debug();
        debugger.StopAtStart = false;
        Task<DebuggerStop?>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => debugger.NextStopAsync(Token).AsTask())];
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _gate.StartedAsync("a");

        _gate.Release("a");

        (await Task.WhenAll(waiting)).ShouldAllBe(stop => stop == null);
        await completion;
        (await debugger.NextStopAsync(Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Stop_RunThatIsCancelled_WaitsNoMore()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.record }"));
        PlaybookDebugger debugger = run.Debug();
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await run.PausedAsync("a");

        run.Cancel();

        (await completion).Status.ShouldBe(ExecutionStatus.Cancelled);
        // Nobody had asked for the stop: there is none to be had any more.
        (await debugger.NextStopAsync(Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Stop_TimeLimitAbove_EndsTheWait()
    {
        using TemporaryLibrary library = await NestAsync();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: call, type: playbook.run, timeout: 9, on_failure: continue, parameters: { playbook: child.yaml } }\n- { id: after, type: test.record }"));
        PlaybookDebugger debugger = run.Debug();
        debugger.StopAtStart = false;
        debugger.AddBreakpoint("call/one");
        Task<ExecutionReport> completion = run.RunAsync(Token);
        DebuggerStop stop = (await debugger.NextStopAsync(Token)).ShouldNotBeNull();

        _time.Advance(TimeSpan.FromSeconds(9));

        ExecutionReport report = await completion;
        report.Steps[0].TimedOut.ShouldBeTrue();
        stop.Continue();
        stop.Abort();
        report.Steps[1].Status.ShouldBe(StepStatus.Completed);
    }

    [Fact]
    public async Task Stop_StepThatSomebodyElseSkips_WaitsNoMore()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.record }\n- { id: b, type: test.record }"));
        PlaybookDebugger debugger = run.Debug();
        Task<ExecutionReport> completion = run.RunAsync(Token);
        (await debugger.NextStopAsync(Token)).ShouldNotBeNull();

        run.Skip().ShouldBeTrue();

        DebuggerStop next = (await debugger.NextStopAsync(Token)).ShouldNotBeNull();
        next.Address.ToString().ShouldBe("b");
        next.Continue();
        (await completion).Steps[0].Status.ShouldBe(StepStatus.Skipped);
    }

    private static string Whole => Some.Playbook(
        """
        - { id: first, type: test.record }
        - { id: every, type: playbook.run, for_each: [a, b], parameters: { playbook: child.yaml } }
        - { id: bad, type: utility.fail, on_failure: rollback, parameters: { message: broken } }
        """,
        atTheEnd: "- { id: last, type: test.record }");

    private TemporaryLibrary NewLibrary(params IStepHandler[] more) => new(_time) { Options = new() { Steps = [_record, _gate, .. more] } };

    private async Task<TemporaryLibrary> NestAsync()
    {
        TemporaryLibrary library = NewLibrary();
        library.Write("child.yaml", Some.Playbook("- { id: one, type: test.record }\n- { id: two, type: test.record, rollback: [{ id: untwo, type: test.record }] }", atTheEnd: "- { id: tidy, type: test.record }"));
        await library.VerifyAsync("child.yaml");
        return library;
    }

    private static async Task<(IReadOnlyList<string> Stops, ExecutionReport Report)> WalkAsync(TemporaryLibrary library, string yaml, Action<DebuggerStop> go, params string[] breakpoints)
    {
        PlaybookRun run = await library.CreateRunAsync(yaml);
        PlaybookDebugger debugger = run.Debug();
        debugger.StopAtStart = breakpoints.Length == 0;
        foreach (string breakpoint in breakpoints)
        {
            debugger.AddBreakpoint(breakpoint);
        }

        Task<ExecutionReport> completion = run.RunAsync(Token);
        List<string> stops = [];
        while (await debugger.NextStopAsync(Token) is DebuggerStop stop)
        {
            stops.Add($"{stop.Reason} {stop.Address}");
            go(stop);
        }

        return (stops, await completion);
    }
}
