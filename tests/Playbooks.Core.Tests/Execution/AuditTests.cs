using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Playbooks.Tests.Execution;

public sealed class AuditTests
{
    private readonly RecordingStep _record = new();
    private readonly GatedStep _gate = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Audit_Nest_SeesEverythingInOrderBeforeItGoesOn()
    {
        List<string> heard = [];
        LambdaStep chatty = new("test.chatty", context =>
        {
            heard.Add($"(runs {context.Address})");
            context.Log(LogLevel.Information, "hello");
            return StepResult.Completed();
        });
        using TemporaryLibrary library = NewLibrary(new Sink(happened => heard.Add(Text(happened))), chatty);
        library.Write("child.yaml", Some.Playbook("- { id: say, type: test.chatty }", atTheEnd: "- { id: tidy, type: test.chatty }"));
        await library.VerifyAsync("child.yaml");

        await library.RunAsync(Some.Playbook("""
            - { id: call, type: playbook.run, parameters: { playbook: child.yaml }, rollback: [{ id: undo, type: test.chatty }] }
            - { id: bad, type: utility.fail, retry_count: 1, retry_delay: 0, on_failure: rollback, parameters: { message: x } }
            """));

        heard.ShouldBe(
        [
            "RunStarted", "StepStarted call", "StepStarted call/say", "(runs call/say)", "StepLogged call/say", "StepFinished call/say",
            "StepStarted call/tidy", "(runs call/tidy)", "StepLogged call/tidy", "StepFinished call/tidy", "StepFinished call",
            "StepStarted bad", "StepRetrying bad", "StepFinished bad",
            "StepStarted call/rollback:undo", "(runs call/rollback:undo)", "StepLogged call/rollback:undo", "StepFinished call/rollback:undo", "RunFinished",
        ]);
    }

    [Fact]
    public async Task Audit_SlowSink_HoldsTheRunUp()
    {
        TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Sink slow = new(async happened =>
        {
            if (happened is StepStarted { Address.StepId: "b" })
            {
                told.SetResult();
                await taken.Task.ConfigureAwait(false);
            }
        });
        using TemporaryLibrary library = NewLibrary(slow);
        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("- { id: a, type: test.record }\n- { id: b, type: test.record }"));

        await told.Task.WaitAsync(HangGuard.Time, Token);
        _record.Addresses.ShouldBe(["a"]);
        taken.SetResult();

        (await run).Status.ShouldBe(ExecutionStatus.Completed);
        _record.Addresses.ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("RunStarted", "")]
    [InlineData("StepStarted a", "")]
    [InlineData("StepFinished a", "a")]
    [InlineData("StepStarted call/one", "a")]
    [InlineData("StepFinished call/one", "a call/one")]
    [InlineData("StepFinished call", "a call/one call/tidy")]
    [InlineData("StepFinished bad", "a call/one call/tidy")]
    [InlineData("StepStarted a/rollback:undo", "a call/one call/tidy")]
    [InlineData("StepFinished a/rollback:undo", "a call/one call/tidy a/rollback:undo")]
    [InlineData("StepStarted last", "a call/one call/tidy a/rollback:undo")]
    public async Task Audit_ThatFails_EndsTheRunAtOnce(string at, string ran)
    {
        List<string> heard = [];
        List<string> others = [];
        Sink failing = new(happened =>
        {
            heard.Add(Text(happened));
            if (Text(happened) == at)
            {
                throw new IOException("disk full");
            }
        });
        using TemporaryLibrary library = NewLibrary(failing);
        library.Options = library.Options with { AuditSinks = [failing, new Sink(happened => others.Add(Text(happened)))] };
        library.Write("child.yaml", Some.Playbook("- { id: one, type: test.record }", atTheEnd: "- { id: tidy, type: test.record }"));
        PlaybookEngine verifies = new(library.Library, new() { Steps = [_record] });
        await verifies.VerifyAsync("child.yaml", cancellationToken: Token);

        ExecutionReport report = await library.RunAsync(Some.Playbook(
            """
            - { id: a, type: test.record, rollback: [{ id: undo, type: test.record }] }
            - { id: call, type: playbook.run, parameters: { playbook: child.yaml } }
            - { id: bad, type: utility.fail, on_failure: rollback, parameters: { message: x } }
            """,
            atTheEnd: "- { id: last, type: test.record }"));

        _record.Addresses.ShouldBe(ran.Length == 0 ? [] : ran.Split(' '));
        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Finally.ShouldAllBe(step => step.Status == StepStatus.Pending);
        // Its record has a hole from there on: it is told nothing more. The other one hears how it ended.
        heard[^1].ShouldBe(at);
        others[^1].ShouldBe("RunFinished");
        if (!at.Contains("undo", StringComparison.Ordinal) && at != "StepStarted last")
        {
            report.Error.ShouldNotBeNull().ShouldContain("The audit sink failed, and no step may run without a record: disk full");
        }
    }

    [Theory]
    [InlineData("StepFinished last", StepStatus.Completed)]
    [InlineData("StepStarted last", StepStatus.Pending)]
    [InlineData("RunFinished", StepStatus.Completed)]
    public async Task Audit_ThatFailsAtTheVeryEnd_FailsTheRun(string at, StepStatus last)
    {
        Sink failing = new(happened =>
        {
            if (Text(happened) == at)
            {
                throw new IOException("disk full");
            }
        });
        using TemporaryLibrary library = NewLibrary(failing);
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.record }", outputs: "x: 1", atTheEnd: "- { id: last, type: test.record }"));
        IAsyncEnumerable<ExecutionEvent> events = run.Events();

        ExecutionReport report = await run.RunAsync(Token);

        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Error.ShouldBe("The audit sink failed, and no step may run without a record: disk full");
        report.Outputs.ShouldBeEmpty();
        report.Finally[0].Status.ShouldBe(last);
        (await events.ToListAsync(Token))[^1].ShouldBeOfType<RunFinished>().Report.ShouldBe(report);
    }

    [Fact]
    public async Task Audit_ThatFailsBetweenAttempts_MakesNoFurtherOne()
    {
        int attempts = 0;
        LambdaStep flaky = new("test.flaky", _ => ++attempts > 0 ? StepResult.Failed("again") : StepResult.Completed());
        Sink failing = new(happened =>
        {
            if (happened is StepRetrying)
            {
                throw new IOException("disk full");
            }
        });
        using TemporaryLibrary library = NewLibrary(failing, flaky);

        // The wait for the next attempt would never end: the clock stands still.
        using TemporaryLibrary still = new(new TestClock()) { Options = library.Options };
        ExecutionReport report = await still.RunAsync(Some.Playbook("- { id: a, type: test.flaky, retry_count: 5, retry_delay: 60 }"));

        attempts.ShouldBe(1);
        report.Status.ShouldBe(ExecutionStatus.Failed);
    }

    [Fact]
    public async Task Audit_ThatFailsInAParallelLoop_LetsWhatIsUnderWayEnd()
    {
        Sink failing = new(happened =>
        {
            if (Text(happened) == "StepFinished every[a]")
            {
                // The other one ends while this is told: it must not begin another step before what is thrown here has ended the run.
                _gate.Release("every[b]");
                throw new IOException("disk full");
            }
        });
        using TemporaryLibrary library = NewLibrary(failing);
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: every, type: test.gate, for_each: [a, b, c, d], max_parallel: 2 }"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await Task.WhenAll(_gate.StartedAsync("every[a]"), _gate.StartedAsync("every[b]"));

        _gate.Release("every[a]");

        ExecutionReport report = await completion;
        _gate.Begun.Order().ShouldBe(["every[a]", "every[b]"]);
        report.Steps[0].Iterations!.Select(one => one.Status).ShouldBe([StepStatus.Completed, StepStatus.Completed, StepStatus.Pending, StepStatus.Pending]);
        report.Status.ShouldBe(ExecutionStatus.Failed);
    }

    [Fact(Timeout = Limit)]
    public async Task Audit_ManyStepsInParallel_AreTakenOneAtATimeEachInItsOrder()
    {
        ConcurrentQueue<ExecutionEvent> heard = new();
        int inside = 0;
        Sink sink = new(async happened =>
        {
            Interlocked.Increment(ref inside).ShouldBe(1);
            await Task.Yield();
            heard.Enqueue(happened);
            Interlocked.Decrement(ref inside);
        });
        using TemporaryLibrary library = NewLibrary(sink);

        ExecutionReport report = await library.RunAsync(Some.Playbook($"- {{ id: every, type: utility.log, for_each: [{string.Join(", ", Enumerable.Range(0, 200))}], max_parallel: 16, parameters: {{ message: hello }} }}"));

        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        heard.Count.ShouldBe(2 + 2 + (200 * 3));
        foreach (IGrouping<string, ExecutionEvent> one in heard.Where(happened => happened.Address?.Key is not null).GroupBy(happened => happened.Address!.ToString()))
        {
            one.Select(happened => happened.GetType().Name).ShouldBe(["StepStarted", "StepLogged", "StepFinished"]);
        }
    }

    [Fact]
    public async Task Audit_WhatItThrows_IsMasked()
    {
        Sink failing = new(happened =>
        {
            if (happened is StepStarted)
            {
                throw new IOException("cannot write s3cr3t-w0rd");
            }
        });
        CollectingLogger<PlaybookEngine> logger = new();
        using TemporaryLibrary library = NewLibrary(failing);
        library.Options = library.Options with { Logger = logger };

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: test.record }", "- { name: s, secret: true }"), new Dictionary<string, object?> { ["s"] = "s3cr3t-w0rd" });

        report.Error.ShouldNotBeNull().ShouldEndWith("cannot write ***");
        logger.Entries.ShouldContain(entry => entry.Id == 7);
        logger.Entries.ShouldAllBe(entry => !entry.Message.Contains("s3cr3t", StringComparison.Ordinal));
    }

    private static string Text(ExecutionEvent happened) => $"{happened.GetType().Name} {happened.Address}".TrimEnd();

    private TemporaryLibrary NewLibrary(Sink sink, params IStepHandler[] more) => new() { Options = new() { Steps = [_record, _gate, .. more], AuditSinks = [sink] } };

    private sealed class Sink(Func<ExecutionEvent, Task> take) : IAuditSink
    {
        public Sink(Action<ExecutionEvent> take)
            : this(happened =>
            {
                take(happened);
                return Task.CompletedTask;
            })
        {
        }

        public async ValueTask WriteAsync(ExecutionEvent happened, CancellationToken cancellationToken) => await take(happened).ConfigureAwait(false);
    }
}
