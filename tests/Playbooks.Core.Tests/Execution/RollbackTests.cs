namespace Playbooks.Tests.Execution;

public sealed class RollbackTests
{
    private const string Fails = "\n- { id: bad, type: utility.fail, on_failure: rollback, parameters: { message: broken } }";

    [Fact]
    public async Task Run_Rollback_UndoesCompletedStepsNewestFirstWithTheirOutputs()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - { id: a, type: test.record, parameters: { value: 1 }, rollback: [{ id: a1, type: test.record, parameters: { value: "{{ step.a.value }}" } }, { id: a2, type: test.record, parameters: { value: "{{ step.a1.value + 10 }}" } }] }
            - { id: skipped, type: test.record, when: "false", rollback: [{ id: s1, type: test.record }] }
            - { id: failed, type: utility.fail, on_failure: continue, parameters: { message: x }, rollback: [{ id: f1, type: test.record }] }
            - { id: none, type: test.record }
            - { id: b, type: test.record, parameters: { value: 2 }, rollback: [{ id: b1, type: test.record, parameters: { value: "{{ step.b.value }}" } }] }
            """ + Fails + "\n- { id: later, type: test.record, rollback: [{ id: l1, type: test.record }] }"));

        record.Addresses.ShouldBe(["a", "none", "b", "b/rollback:b1", "a/rollback:a1", "a/rollback:a2"]);
        record.Values.ShouldBe([1L, null, 2L, 2L, 1L, 11L]);
        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Error.ShouldBe("Step 'bad' failed: broken (rolled back)");
        report.Rollback.Select(step => step.Address.ToString()).ShouldBe(["b/rollback:b1", "a/rollback:a1", "a/rollback:a2"]);
        report.Steps[^1].Status.ShouldBe(StepStatus.Pending);
        report.ToJson().ShouldContain("\"address\": \"a/rollback:a2\"");
    }

    [Fact]
    public async Task Run_RollbackStepThatFails_IsReportedAndTheOthersGoOn()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - { id: a, type: test.record, rollback: [{ id: a1, type: utility.fail, parameters: { message: stuck } }, { id: a2, type: test.record }] }
            - { id: b, type: test.record, rollback: [{ id: b1, type: utility.fail, on_failure: rollback, parameters: { message: stuck } }] }
            """ + Fails));

        record.Addresses.ShouldBe(["a", "b", "a/rollback:a2"]);
        report.Error.ShouldBe("Step 'bad' failed: broken (rolled back in part: 2 of 3 rollback steps failed)");
        report.Rollback.Select(step => step.Status).ShouldBe([StepStatus.Failed, StepStatus.Failed, StepStatus.Completed]);
        report.Rollback[0].Error.ShouldBe("stuck");
    }

    [Fact]
    public async Task Run_NothingToRollBack_SaysSo()
    {
        using TemporaryLibrary library = new();

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: utility.log, parameters: { message: x } }" + Fails));

        report.Error.ShouldBe("Step 'bad' failed: broken (there was nothing to roll back)");
        report.Rollback.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("abort")]
    [InlineData("continue")]
    public async Task Run_FailureWithoutRollback_UndoesNothing(string action)
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: test.record, rollback: [{ id: a1, type: test.record }] }" + Fails.Replace("rollback", action, StringComparison.Ordinal)));

        record.Addresses.ShouldBe(["a"]);
        report.Rollback.ShouldBeEmpty();
        (report.Error ?? "").ShouldNotContain("roll");
    }

    [Fact]
    public async Task Run_LoopThatFails_UndoesItsCompletedIterationsWithTheirItems()
    {
        RecordingStep record = new();
        LambdaStep step = new("test.step", context => context.Address.Key == "c"
            ? StepResult.Failed("no")
            : StepResult.Completed(new Dictionary<string, object?> { ["made"] = $"made {context.Address.Key}" }));
        using TemporaryLibrary library = new() { Options = new() { Steps = [record, step] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - id: x
              type: test.step
              for_each: [a, b, c, d]
              on_failure: rollback
              rollback:
                - { id: undo, type: test.record, parameters: { value: "{{ item }} {{ loop.index }} {{ step.x.made }}" } }
            """));

        record.Addresses.ShouldBe(["x[b]/rollback:undo", "x[a]/rollback:undo"]);
        record.Values.ShouldBe(["b 2 made b", "a 1 made a"]);
        report.Error.ShouldNotBeNull().ShouldEndWith("no (rolled back)");
    }

    [Fact]
    public async Task Plan_RollbackOfALoop_SeesTheOutputsOfOneIteration()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };

        PlanningResult result = await library.PlanAsync(Some.Playbook("""
            - { id: x, type: test.record, for_each: [1], rollback: [{ id: u, type: test.record, parameters: { value: "{{ step.x.value }}" } }, { id: v, type: test.record, parameters: { value: "{{ step.x.results }}" } }] }
            """));

        result.Diagnostics.ShouldHaveSingleItem().Message.ShouldStartWith("Step 'x' has no output 'results'");
    }

    [Fact]
    public async Task Run_NestsWithoutRollbackAtTheCaller_AreUndoneByTheirOwn()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };
        library.Write("leaf.yaml", Some.Playbook("- { id: l, type: test.record, rollback: [{ id: l1, type: test.record, parameters: { value: '{{ parameter.p }}' } }] }", "- { name: p, default: leaf }"));
        library.Write("child.yaml", Some.Playbook("- { id: c, type: playbook.run, parameters: { playbook: leaf.yaml } }\n- { id: d, type: test.record, rollback: [{ id: d1, type: test.record }] }"));
        await library.VerifyAsync("leaf.yaml", "child.yaml");

        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - { id: own, type: playbook.run, parameters: { playbook: child.yaml }, rollback: [{ id: undo, type: playbook.run, parameters: { playbook: leaf.yaml, p: "{{ step.own.status }}" } }] }
            - { id: deep, type: playbook.run, parameters: { playbook: child.yaml } }
            """ + Fails));

        record.Addresses.Skip(4).ShouldBe(["deep/d/rollback:d1", "deep/c/l/rollback:l1", "own/rollback:undo/l"]);
        report.Rollback.Select(step => step.Address.ToString()).ShouldBe(["deep/d/rollback:d1", "deep/c/l/rollback:l1", "own/rollback:undo"]);
        report.Rollback[^1].Nested.ShouldNotBeNull().Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Fact]
    public async Task Run_ChildThatFailsWithoutRollback_IsUndoneByItsCaller()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };
        library.Write("child.yaml", Some.Playbook("- { id: c, type: test.record, rollback: [{ id: c1, type: test.record }] }" + Fails.Replace("rollback", "abort", StringComparison.Ordinal)));
        await library.VerifyAsync("child.yaml");

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: call, type: playbook.run, on_failure: rollback, parameters: { playbook: child.yaml } }"));

        report.Rollback.Select(step => step.Address.ToString()).ShouldBe(["call/c/rollback:c1"]);
        report.Steps[0].Nested!.Rollback.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_ChildThatRolledBackItself_IsNotUndoneTwice()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };
        library.Write("child.yaml", Some.Playbook("- { id: c, type: test.record, rollback: [{ id: c1, type: test.record }] }" + Fails));
        await library.VerifyAsync("child.yaml");

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: call, type: playbook.run, on_failure: rollback, parameters: { playbook: child.yaml } }"));

        record.Addresses.ShouldBe(["call/c", "call/c/rollback:c1"]);
        report.Error.ShouldBe("Step 'call' failed: Playbook 'child.yaml': Step 'bad' failed: broken (rolled back) (there was nothing to roll back)");
        report.Steps[0].Nested!.Rollback.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Run_NestThatWasTriedAgain_IsUndoneWithAllItsAttempts()
    {
        TestClock time = new();
        RecordingStep record = new();
        LambdaStep once = new("test.once", context => context.Address.Parent!.Attempt == 1 ? StepResult.Completed() : StepResult.Failed("not again"));
        using TemporaryLibrary library = new(time) { Options = new() { Steps = [record, once] } };
        library.Write("child.yaml", Some.Playbook("- { id: c, type: test.once, rollback: [{ id: c1, type: test.record }] }" + Fails.Replace("rollback", "abort", StringComparison.Ordinal)));
        await library.VerifyAsync("child.yaml");

        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("- { id: call, type: playbook.run, on_failure: rollback, retry_count: 1, retry_delay: 3, parameters: { playbook: child.yaml } }"));
        await time.ElapseAsync(TimeSpan.FromSeconds(3));

        (await run).Error.ShouldBe("Step 'call' failed: Playbook 'child.yaml': Step 'c' failed: not again (rolled back)");
        record.Addresses.ShouldBe(["call/c/rollback:c1"]);
    }

    [Fact]
    public async Task Run_TimeoutOfANest_UndoesWhatItCompleted()
    {
        TestClock time = new();
        BlockingStep block = new();
        RecordingStep record = new();
        using TemporaryLibrary library = new(time) { Options = new() { Steps = [block, record] } };
        library.Write("child.yaml", Some.Playbook("- { id: c, type: test.record, rollback: [{ id: c1, type: test.record }] }\n- { id: hang, type: test.block, on_failure: rollback }"));
        await library.VerifyAsync("child.yaml");
        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("- { id: call, type: playbook.run, timeout: 20, on_failure: rollback, parameters: { playbook: child.yaml } }"));
        await block.Started;

        time.Advance(TimeSpan.FromSeconds(20));

        ExecutionReport report = await run;
        report.Status.ShouldBe(ExecutionStatus.TimedOut);
        report.Error.ShouldBe("Step 'call' failed: The step timed out after 20 s (rolled back)");
        record.Addresses.ShouldBe(["call/c", "call/c/rollback:c1"]);
    }

    [Theory]
    [InlineData("{ id: u, type: no.such }", "PB2009")]
    [InlineData("{ id: u, type: test.record, parameters: { value: '{{ step.b.value }}' } }", "PB3005")]
    [InlineData("{ id: u, type: test.record, parameters: { value: '{{ step.gone.value }}' } }", "PB3004")]
    [InlineData("{ id: u, type: test.record, parameters: { value: '{{ step.a.gone }}' } }", "PB3006")]
    [InlineData("{ id: u, type: test.record, parameters: { value: '{{ item }}' } }", "PB3010")]
    [InlineData("{ id: u, type: test.record, parameters: { other: 1 } }", "PB2010")]
    [InlineData("{ id: b, type: test.record }", "PB1016")]
    [InlineData("{ id: u, type: playbook.run, parameters: { playbook: unverified.yaml } }", "PB2001")]
    [InlineData("{ id: u, type: playbook.run, parameters: { playbook: root.yaml } }", "PB2004")]
    [InlineData("{ id: u, type: playbook.run, parameters: { playbook: '../x.yaml' } }", "PB2006")]
    public async Task Plan_RollbackStepThatIsWrong_IsADiagnostic(string undo, string code)
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };
        library.Write("unverified.yaml", Some.Leaf());

        PlanningResult result = await library.PlanAsync(Some.Playbook($"- {{ id: a, type: test.record, rollback: [{undo}] }}\n- {{ id: b, type: test.record }}"));

        result.Plan.ShouldBeNull();
        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Code == code);
    }

    [Fact]
    public async Task Plan_RollbackSteps_AreNotSeenByLaterSteps()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };

        PlanningResult result = await library.PlanAsync(Some.Playbook(
            "- { id: a, type: test.record, rollback: [{ id: u, type: utility.set_variable, parameters: { name: v, value: 1 } }] }\n- { id: b, type: test.record, parameters: { value: '{{ step.u.value }} {{ variable.v }}' } }"));

        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["PB3004", "PB3007"]);
    }

    [Fact]
    public async Task Effect_OfRollbackSteps_IsThatOfThePlaybook()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };
        const string Undo = "- { id: a, type: test.record, rollback: [{ id: u, type: http.request, parameters: { url: 'http://x', method: DELETE } }] }";

        PlaybookPlan plan = (await library.PlanAsync(Some.Playbook(Undo))).EnsurePlanned();

        plan.Root.Effect.ShouldBe(StepEffect.Mutating);
    }

    [Fact]
    public async Task Plan_RollbackOfAStepWithACondition_KnowsThatItRan()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };

        PlanningResult result = await library.PlanAsync(Some.Playbook("""
            - { id: a, type: test.record, when: 1 == 1 }
            - { id: b, type: test.record, when: 1 == 1, rollback: [{ id: u, type: test.record, parameters: { value: "{{ step.b.value }}{{ step.a.value }}" } }] }
            """));

        result.Diagnostics.ShouldBeEmpty();
    }
}
