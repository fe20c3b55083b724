namespace Playbooks.Tests.Execution;

public sealed class FinallyTests
{
    private const string Notes = "- { id: tidy, type: test.record, parameters: { value: \"{{ execution.status }}: {{ execution.error | default('nothing') }}\" } }";

    private readonly TestClock _time = new();
    private readonly RecordingStep _record = new();
    private readonly GatedStep _gate = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("- { id: a, type: test.record }", ExecutionStatus.Completed, "completed: nothing")]
    [InlineData("- { id: a, type: utility.fail, parameters: { message: broken } }", ExecutionStatus.Failed, "failed: Step 'a' failed: broken")]
    [InlineData("- { id: a, type: utility.fail, on_failure: continue, parameters: { message: broken } }", ExecutionStatus.Completed, "completed: nothing")]
    [InlineData("- { id: a, type: utility.fail, on_failure: rollback, parameters: { message: broken } }", ExecutionStatus.Failed, "failed: Step 'a' failed: broken (there was nothing to roll back)")]
    public async Task Run_HoweverItEnds_RunsTheStepsAtTheEnd(string steps, ExecutionStatus status, string noted)
    {
        using TemporaryLibrary library = NewLibrary();

        ExecutionReport report = await library.RunAsync(Some.Playbook(steps, atTheEnd: Notes));

        report.Status.ShouldBe(status);
        _record.Values[^1].ShouldBe(noted);
        report.Finally.ShouldHaveSingleItem().ShouldSatisfyAllConditions(step => step.Address.ToString().ShouldBe("tidy"), step => step.Status.ShouldBe(StepStatus.Completed));
        report.Steps.ShouldHaveSingleItem();
        report.Counts.Total.ShouldBe(1);
    }

    [Fact]
    public async Task Run_OutputsThatCannotBeHad_AreAFailureToTheStepsAtTheEnd()
    {
        using TemporaryLibrary library = NewLibrary();

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: utility.set_variable, when: 'false', parameters: { name: v, value: 1 } }", outputs: "x: '{{ variable.v }}'", atTheEnd: Notes));

        report.Status.ShouldBe(ExecutionStatus.Failed);
        _record.Values[^1].ShouldBe($"failed: {report.Error}");
    }

    [Fact]
    public async Task Run_ThatTimesOut_TellsTheStepsAtTheEnd()
    {
        using TemporaryLibrary library = NewLibrary();
        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("- { id: a, type: test.gate, timeout: 7 }", atTheEnd: Notes));
        await _gate.StartedAsync("a");

        _time.Advance(TimeSpan.FromSeconds(7));

        (await run).Status.ShouldBe(ExecutionStatus.TimedOut);
        _record.Values.ShouldBe(["timed_out: Step 'a' failed: The step timed out after 7 s"]);
    }

    [Fact]
    public async Task Run_CancelledWithAStepUnderWay_RunsTheStepsAtTheEnd()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.gate }", atTheEnd: Notes));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _gate.StartedAsync("a");

        run.Cancel();

        ExecutionReport report = await completion;
        report.Status.ShouldBe(ExecutionStatus.Cancelled);
        report.Finally[0].Status.ShouldBe(StepStatus.Completed);
        _record.Values.ShouldBe(["cancelled: Step 'a' was cancelled"]);
    }

    [Fact]
    public async Task Run_CancelledBeforeItBegan_RunsNothing()
    {
        using TemporaryLibrary library = NewLibrary();

        PlaybookRun run = await library.CreateRunAsync(
            Some.Playbook("- { id: a, type: test.record }", "- { name: p, required: true }", atTheEnd: "- { id: tidy, type: test.record, parameters: { value: '{{ parameter.p }}' } }"),
            new Dictionary<string, object?> { ["p"] = "x" });

        ExecutionReport report = await run.RunAsync(new CancellationToken(canceled: true));

        report.Status.ShouldBe(ExecutionStatus.Cancelled);
        report.Finally.ShouldHaveSingleItem().Status.ShouldBe(StepStatus.Pending);
        _record.Addresses.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_StepsAtTheEnd_ComeAfterTheRollback()
    {
        using TemporaryLibrary library = NewLibrary();

        await library.RunAsync(Some.Playbook(
            "- { id: a, type: test.record, rollback: [{ id: u, type: test.record }] }\n- { id: b, type: utility.fail, on_failure: rollback, parameters: { message: x } }", atTheEnd: Notes));

        _record.Addresses.ShouldBe(["a", "a/rollback:u", "tidy"]);
    }

    [Fact]
    public async Task Run_Nests_RunTheirOwnAtEachLevel()
    {
        using TemporaryLibrary library = NewLibrary();
        library.Write("leaf.yaml", Some.Playbook("- { id: wait, type: test.gate }", atTheEnd: Notes));
        library.Write("middle.yaml", Some.Playbook("- { id: leaf, type: playbook.run, parameters: { playbook: leaf.yaml } }", atTheEnd: Notes));
        await library.VerifyAsync("leaf.yaml", "middle.yaml");
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: middle, type: playbook.run, parameters: { playbook: middle.yaml } }", atTheEnd: Notes));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _gate.StartedAsync("middle/leaf/wait");

        run.Cancel();

        ExecutionReport report = await completion;
        _record.Addresses.ShouldBe(["middle/leaf/tidy", "middle/tidy", "tidy"]);
        report.Steps[0].Nested!.Steps[0].Nested!.Finally[0].Address.ToString().ShouldBe("middle/leaf/tidy");
    }

    [Fact]
    public async Task Run_EachOfThem_RunsWhateverBecameOfTheOthers()
    {
        using TemporaryLibrary library = NewLibrary();

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: test.record }", outputs: "x: 1", atTheEnd: """
            - { id: one, type: utility.fail, parameters: { message: stuck } }
            - { id: two, type: test.record, when: "false" }
            - { id: three, type: utility.fail, parameters: { message: again } }
            - { id: four, type: test.record }
            """));

        report.Finally.Select(step => step.Status).ShouldBe([StepStatus.Failed, StepStatus.Skipped, StepStatus.Failed, StepStatus.Completed]);
        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Error.ShouldBe("The step 'one' under 'finally' failed: stuck");
        report.Outputs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_FailureAtTheEndOfAFailedRun_IsARemark()
    {
        using TemporaryLibrary library = NewLibrary();

        ExecutionReport report = await library.RunAsync(Some.Playbook(
            "- { id: a, type: utility.fail, parameters: { message: broken } }", atTheEnd: "- { id: tidy, type: utility.fail, parameters: { message: stuck } }"));

        report.Error.ShouldBe("Step 'a' failed: broken (The step 'tidy' under 'finally' failed: stuck)");
    }

    [Fact]
    public async Task Run_FailureAtTheEndThatContinues_ChangesNothing()
    {
        using TemporaryLibrary library = NewLibrary();

        ExecutionReport report = await library.RunAsync(Some.Playbook(
            "- { id: a, type: test.record }", outputs: "x: 1", atTheEnd: "- { id: tidy, type: utility.fail, on_failure: continue, parameters: { message: stuck } }"));

        report.EnsureSucceeded().Outputs["x"].ShouldBe(1L);
        report.Finally[0].Status.ShouldBe(StepStatus.Failed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_StepAtTheEndThatHangs_EndsWithTheLimit(bool cancelled)
    {
        using TemporaryLibrary library = NewLibrary();
        library.Options = library.Options with { FinallyLimit = TimeSpan.FromSeconds(20) };
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.gate }", atTheEnd: "- { id: hangs, type: test.gate }\n" + Notes));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _gate.StartedAsync("a");
        if (cancelled)
        {
            run.Cancel();
        }
        else
        {
            _gate.Release("a");
        }

        await _gate.StartedAsync("hangs");
        _time.Advance(TimeSpan.FromSeconds(19));
        completion.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        ExecutionReport report = await completion;
        report.Finally.Select(step => step.Status).ShouldBe([StepStatus.Cancelled, StepStatus.Pending]);
        const string Why = "The steps under 'finally' took longer than 20 s together: 'hangs' did not complete";
        report.Status.ShouldBe(cancelled ? ExecutionStatus.Cancelled : ExecutionStatus.Failed);
        report.Error.ShouldBe(cancelled ? $"Step 'a' was cancelled ({Why})" : Why);
    }

    [Fact]
    public async Task Run_StepAtTheEndWithATimeLimit_LeavesTheOthersTheRest()
    {
        using TemporaryLibrary library = NewLibrary();
        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("- { id: a, type: test.record }", atTheEnd: "- { id: hangs, type: test.gate, timeout: 3 }\n- { id: tidy, type: test.record }"));
        await _gate.StartedAsync("hangs");

        _time.Advance(TimeSpan.FromSeconds(3));

        ExecutionReport report = await run;
        report.Error.ShouldBe("The step 'hangs' under 'finally' failed: The step timed out after 3 s");
        _record.Addresses.ShouldBe(["a", "tidy"]);
    }

    [Fact]
    public async Task Run_LoopsAndNestsAtTheEnd_AreStepsLikeAny()
    {
        using TemporaryLibrary library = NewLibrary();
        library.Write("child.yaml", Some.Playbook("- { id: do, type: test.record, parameters: { value: '{{ parameter.p }}' } }", "- { name: p }"));
        await library.VerifyAsync("child.yaml");

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: utility.fail, parameters: { message: x } }", atTheEnd: """
            - { id: every, type: playbook.run, for_each: [x, y], max_parallel: 2, parameters: { playbook: child.yaml, p: "{{ item }} {{ execution.status }}" } }
            - { id: last, type: test.record, parameters: { value: "{{ step.every.count }}" } }
            """));

        _record.Values.ShouldBe(["x failed", "y failed", 2L], ignoreOrder: true);
        report.Finally[0].Iterations!.Select(one => one.Nested!.Status).ShouldBe([ExecutionStatus.Completed, ExecutionStatus.Completed]);
    }

    [Fact]
    public async Task Run_NestedAtTheEndOfACancelledRun_IsNotCancelled()
    {
        using TemporaryLibrary library = NewLibrary();
        library.Write("child.yaml", Some.Playbook("- { id: one, type: test.record }\n- { id: two, type: test.record }", atTheEnd: Notes));
        await library.VerifyAsync("child.yaml");
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: test.gate }", atTheEnd: "- { id: child, type: playbook.run, parameters: { playbook: child.yaml } }"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await _gate.StartedAsync("a");

        run.Cancel();

        (await completion).Finally[0].Nested!.Status.ShouldBe(ExecutionStatus.Completed);
        _record.Addresses.ShouldBe(["child/one", "child/two", "child/tidy"]);
    }

    private TemporaryLibrary NewLibrary() => new(_time) { Options = new() { Steps = [_record, _gate] } };
}
