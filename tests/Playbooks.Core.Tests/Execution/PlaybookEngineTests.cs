using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Playbooks.Tests.Execution;

public sealed class PlaybookEngineTests
{
    private static readonly JsonSerializerOptions ReadOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_Steps_RunInOrderUnlessSkipped()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };
        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - { id: a, type: test.record }
            - { id: b, type: test.record }
            - { id: c, type: test.record, when: "false" }
            - { id: d, type: test.record }
            """));

        record.Addresses.ShouldBe(["a", "b", "d"]);
        report.Steps.Select(step => step.Status).ShouldBe([StepStatus.Completed, StepStatus.Completed, StepStatus.Skipped, StepStatus.Completed]);
    }

    [Fact]
    public async Task RunAsync_SynchronousSteps_ReturnsBeforeTheyHaveRun()
    {
        using ManualResetEventSlim gate = new();
        using TemporaryLibrary library = new()
        {
            Options = new() { Steps = [new LambdaStep("test.wait", _ => gate.Wait(HangGuard.Time) ? StepResult.Completed() : StepResult.Failed("The caller was held up"))] },
        };
        PlaybookPlan plan = (await library.PlanAsync(Some.Playbook("- { id: a, type: test.wait }"))).EnsurePlanned();

        Task<ExecutionReport> run = library.Engine().CreateRun(plan).RunAsync(Token);
        gate.Set();

        (await run).Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Fact]
    public async Task Run_FailureThatAborts_LeavesTheRestPending()
    {
        using TemporaryLibrary library = new();

        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - { id: a, type: utility.log, parameters: { message: x } }
            - { id: b, type: utility.fail, parameters: { message: broken } }
            - { id: c, name: Third, type: utility.log, parameters: { message: x } }
            """, outputs: "x: 1"));

        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Error.ShouldBe("Step 'b' failed: broken");
        report.Outputs.ShouldBeEmpty();
        report.Steps.Select(step => step.Status).ShouldBe([StepStatus.Completed, StepStatus.Failed, StepStatus.Pending]);
        report.Steps[2].ShouldSatisfyAllConditions(
            step => step.Name.ShouldBe("Third"), step => step.Attempts.ShouldBe(0), step => step.StartedAt.ShouldBeNull(), step => step.Address.ToString().ShouldBe("c"));
        Should.Throw<PlaybookFailedException>(report.EnsureSucceeded).Report.ShouldBe(report);
    }

    [Fact]
    public async Task Run_FailureThatContinues_CompletesAndGivesItsOutputs()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new LambdaStep("test.fail", _ => StepResult.Failed("no", new Dictionary<string, object?> { ["code"] = 7L }))] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - { id: a, type: test.fail, on_failure: continue }
            - { id: b, type: utility.log, parameters: { message: "{{ step.a.code }}" } }
            """));

        report.EnsureSucceeded().ShouldBe(report);
        report.Steps[0].Error.ShouldBe("no");
        report.Steps[1].Outputs["message"].ShouldBe("7");
    }

    [Fact]
    public async Task Run_Timeout_EndsTheStepInTime()
    {
        TestClock time = new();
        BlockingStep block = new();
        using TemporaryLibrary library = new(time) { Options = new() { Steps = [block] } };
        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("- { id: a, type: test.block, timeout: 120 }\n- { id: b, type: test.block }"));
        await block.Started;

        time.Advance(TimeSpan.FromSeconds(119));
        run.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));

        ExecutionReport report = await run;
        report.Status.ShouldBe(ExecutionStatus.TimedOut);
        report.Error.ShouldBe("Step 'a' failed: The step timed out after 120 s");
        report.Duration.ShouldBe(TimeSpan.FromSeconds(120));
        report.Steps[0].ShouldSatisfyAllConditions(
            step => step.Status.ShouldBe(StepStatus.Failed), step => step.TimedOut.ShouldBeTrue(), step => step.Attempts.ShouldBe(1), step => step.Duration.ShouldBe(TimeSpan.FromSeconds(120)));
        report.Steps[1].Status.ShouldBe(StepStatus.Pending);
    }

    [Fact]
    public async Task Run_NoTimeoutGiven_TakesThatOfTheStepType()
    {
        TestClock time = new();
        BlockingStep block = new() { Definition = new() { Type = "test.block", Description = "x", Timeout = TimeSpan.FromSeconds(7) } };
        using TemporaryLibrary library = new(time) { Options = new() { Steps = [block] } };
        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("- { id: a, type: test.block }"));

        await time.ElapseAsync(TimeSpan.FromSeconds(7));

        (await run).Error.ShouldBe("Step 'a' failed: The step timed out after 7 s");
    }

    [Fact]
    public async Task Run_Retries_WaitTheDelayBetweenAttempts()
    {
        TestClock time = new();
        List<int> attempts = [];
        LambdaStep flaky = new("test.flaky", context =>
        {
            attempts.Add(context.Attempt);
            return context.Attempt < 3 ? StepResult.Failed($"attempt {context.Attempt}") : StepResult.Completed();
        });
        using TemporaryLibrary library = new(time) { Options = new() { Steps = [flaky] } };
        PlaybookRun run = await StartableAsync(library, Some.Playbook("- { id: a, type: test.flaky, retry_count: 5, retry_delay: 9 }"));
        IAsyncEnumerable<ExecutionEvent> events = run.Events();
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await time.ElapseAsync(TimeSpan.FromSeconds(9));
        await time.ElapseAsync(TimeSpan.FromSeconds(9));

        ExecutionReport report = await completion;

        report.Status.ShouldBe(ExecutionStatus.Completed);
        report.Steps[0].Attempts.ShouldBe(3);
        report.Steps[0].Duration.ShouldBe(TimeSpan.FromSeconds(18));
        attempts.ShouldBe([1, 2, 3]);
        (await events.ToListAsync(Token)).OfType<StepRetrying>().Select(retry => (retry.Attempt, retry.Error, retry.Delay.TotalSeconds)).ShouldBe([(1, "attempt 1", 9.0), (2, "attempt 2", 9.0)]);
    }

    [Fact]
    public async Task Run_RetriesUsedUp_FailsWithTheLastReason()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new LambdaStep("test.fail", context => StepResult.Failed($"attempt {context.Attempt}"))] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: test.fail, retry_count: 2, retry_delay: 0 }"));

        report.Error.ShouldBe("Step 'a' failed: attempt 3");
        report.Steps[0].Attempts.ShouldBe(3);
    }

    [Fact]
    public async Task Run_TimeoutDuringARetryDelay_TimesOut()
    {
        TestClock time = new();
        using TemporaryLibrary library = new(time);
        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("- { id: a, type: utility.fail, retry_count: 9, retry_delay: 60, timeout: 90, parameters: { message: x } }"));
        await time.ElapseAsync(TimeSpan.FromSeconds(60));
        await time.TimerAsync(TimeSpan.FromSeconds(60));
        time.Advance(TimeSpan.FromSeconds(30));

        ExecutionReport report = await run;

        report.Status.ShouldBe(ExecutionStatus.TimedOut);
        report.Steps[0].Attempts.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_CancelledUnderWay_IsAReport(bool throughTheToken)
    {
        BlockingStep block = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [block] } };
        using CancellationTokenSource source = new();
        PlaybookRun run = await StartableAsync(library, Some.Playbook("- { id: a, type: test.block, on_failure: continue }\n- { id: b, type: test.block }"));
        Task<ExecutionReport> completion = run.RunAsync(source.Token);
        await block.Started;

        if (throughTheToken)
        {
            await source.CancelAsync();
        }
        else
        {
            run.Cancel();
        }

        ExecutionReport report = await completion;
        report.Status.ShouldBe(ExecutionStatus.Cancelled);
        report.Error.ShouldBe("Step 'a' was cancelled");
        report.Steps.Select(step => step.Status).ShouldBe([StepStatus.Cancelled, StepStatus.Pending]);
        run.Cancel();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_CancelledBeforeTheStart_RunsNothing(bool throughTheToken)
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record], Credentials = new CancellableCredentials() } };
        PlaybookRun run = await StartableAsync(library, Some.Playbook("- { id: a, type: test.record, parameters: { value: '{{ credential.admin.password }}' } }"));
        if (!throughTheToken)
        {
            run.Cancel();
        }

        ExecutionReport report = await run.RunAsync(new CancellationToken(canceled: throughTheToken));

        report.Status.ShouldBe(ExecutionStatus.Cancelled);
        report.Error.ShouldBe("The run was cancelled before step 'a'");
        report.Steps.ShouldHaveSingleItem().Status.ShouldBe(StepStatus.Pending);
        record.Addresses.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_HandlerThatIgnoresCancellation_IsAbandonedAfterTheGrace()
    {
        TestClock time = new();
        BlockingStep block = new(ignoresCancellation: true);
        RecordingStep record = new();
        using TemporaryLibrary library = new(time) { Options = new() { Steps = [block, record], CancellationGrace = TimeSpan.FromSeconds(3) } };
        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("""
            - { id: none, type: utility.set_variable, parameters: { name: late, value: early } }
            - { id: a, type: test.block, timeout: 10, on_failure: continue }
            - { id: b, type: test.record, parameters: { value: "{{ variable.late }}" } }
            """));
        StepContext context = await block.Started;
        await time.ElapseAsync(TimeSpan.FromSeconds(10));
        await time.TimerAsync(TimeSpan.FromSeconds(3));
        run.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(3));

        ExecutionReport report = await run;
        context.SetVariable("late", "late");
        context.Log(LogLevel.Error, "late");
        block.Fail(new InvalidOperationException("late"));

        report.Status.ShouldBe(ExecutionStatus.Completed);
        report.Steps[1].TimedOut.ShouldBeTrue();
        record.Values.ShouldBe(["early"]);
    }

    [Fact]
    public async Task Run_ResultGivenInTheTimeOfGrace_Counts()
    {
        TestClock time = new();
        BlockingStep block = new(ignoresCancellation: true);
        using TemporaryLibrary library = new(time) { Options = new() { Steps = [block] } };
        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("- { id: a, type: test.block, timeout: 10 }"));
        await block.Started;
        await time.ElapseAsync(TimeSpan.FromSeconds(10));
        await time.TimerAsync(TimeSpan.FromSeconds(15));

        block.Release();

        (await run).Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_HandlerThatThrows_FailsItsStep(bool synchronously)
    {
        CollectingLogger<PlaybookEngine> log = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [new ThrowingStep(new InvalidOperationException("boom"), synchronously)], Logger = log } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: test.throw }"));

        report.Error.ShouldBe("Step 'a' failed: boom");
        log.Entries.ShouldContain(entry => entry.Id == 3 && entry.Level == LogLevel.Warning && entry.Message.Contains("boom"));
        log.Entries.ShouldContain(entry => entry.Id == 4 && entry.Message.Contains("InvalidOperationException"));
    }

    [Fact]
    public async Task Run_HandlerThatCancelsItself_FailsItsStep()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new ThrowingStep(new OperationCanceledException("my own"))] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: test.throw }"));

        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Steps[0].Status.ShouldBe(StepStatus.Failed);
        report.Error.ShouldBe("Step 'a' failed: my own");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_HandlerThatReturnsNothing_FailsItsStep(bool synchronously)
    {
        LambdaStep nothing = new("test.nothing", async (_, _) =>
        {
            if (!synchronously)
            {
                await Task.Yield();
            }

            return null!;
        });
        using TemporaryLibrary library = new() { Options = new() { Steps = [nothing] } };

        (await library.RunAsync(Some.Playbook("- { id: a, type: test.nothing }"))).Error.ShouldBe("Step 'a' failed: The step type 'test.nothing' returned no result; its handler has a defect");
    }

    [Fact]
    public async Task Run_NestedPlaybook_IsOneStepWithItsOwnReport()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Playbook("""
            - { id: x, type: utility.log, when: "false", parameters: { message: no } }
            - { id: y, type: utility.log, parameters: { message: "for {{ parameter.site }}" } }
            """, "- { name: site, required: true }\n- { name: n, type: integer, default: 4 }", "said: '{{ step.y.message }}'\nn: '{{ parameter.n }}'"));
        await library.VerifyAsync("child.yaml");

        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - { id: call, name: The call, type: playbook.run, parameters: { playbook: child.yaml, site: north } }
            """, outputs: "all: '{{ step.call }}'"));

        StepReport step = report.EnsureSucceeded().Steps.ShouldHaveSingleItem();
        step.Name.ShouldBe("The call");
        step.Outputs.OrderBy(output => output.Key, StringComparer.Ordinal).Select(output => $"{output.Key}={output.Value}")
            .ShouldBe(["completed=True", "n=4", "playbook=child.yaml", "said=for north", "status=completed", "steps_executed=1"]);
        ExecutionReport nested = step.Nested.ShouldNotBeNull();
        nested.ExecutionId.ShouldBe(report.ExecutionId);
        nested.Playbook.ShouldBe("child.yaml");
        nested.Steps.Select(inner => inner.Address.ToString()).ShouldBe(["call/x", "call/y"]);
        report.Outputs["all"].ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Run_NestedFailure_CarriesTheReasonOfTheChild()
    {
        using TemporaryLibrary library = new();
        library.Write("leaf.yaml", Some.Playbook("- { id: broken, type: utility.fail, parameters: { message: out of disk } }")).Write("child.yaml", Some.Caller("leaf.yaml"));
        await library.VerifyAsync("leaf.yaml", "child.yaml");

        ExecutionReport report = await library.RunAsync(Some.Caller("child.yaml"));

        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Error.ShouldBe("Step 'call1' failed: Playbook 'child.yaml': Step 'call1' failed: Playbook 'leaf.yaml': Step 'broken' failed: out of disk");
        report.Steps[0].Outputs["status"].ShouldBe("failed");
        report.Steps[0].Outputs["completed"].ShouldBe(false);
    }

    [Fact]
    public async Task Run_NestedParametersThatDoNotFit_FailTheStepBeforeTheChildStarts()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };
        library.Write("child.yaml", Some.Playbook("- { id: r, type: test.record }", "- { name: n, type: integer }\n- { name: f, type: file }"));
        await library.VerifyAsync("child.yaml");

        ExecutionReport report = await library.RunAsync(
            Some.Playbook("- { id: a, type: playbook.run, parameters: { playbook: child.yaml, n: '{{ parameter.s | default(0) }}', f: '{{ parameter.s }}' } }", "- { name: s }"),
            new Dictionary<string, object?> { ["s"] = "text\0" });

        report.Steps[0].Status.ShouldBe(StepStatus.Failed);
        report.Error.ShouldNotBeNull().ShouldStartWith("Step 'a' failed: Playbook 'child.yaml' was not started: The parameter 'n' must be a whole number, not the text 'text");
        record.Addresses.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_TimeoutOfANestedPlaybook_BoundsTheWholeNest()
    {
        TestClock time = new();
        BlockingStep block = new();
        using TemporaryLibrary library = new(time) { Options = new() { Steps = [block] } };
        library.Write("child.yaml", Some.Playbook("- { id: b, type: test.block }\n- { id: c, type: test.block }"));
        await library.VerifyAsync("child.yaml");
        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("- { id: a, type: playbook.run, timeout: 20, parameters: { playbook: child.yaml } }"));
        await block.Started;

        time.Advance(TimeSpan.FromSeconds(20));

        ExecutionReport report = await run;
        report.Status.ShouldBe(ExecutionStatus.TimedOut);
        report.Error.ShouldBe("Step 'a' failed: The step timed out after 20 s");
        report.Steps[0].Nested.ShouldNotBeNull().Steps.Select(step => step.Status).ShouldBe([StepStatus.Cancelled, StepStatus.Pending]);
    }

    [Fact]
    public async Task Run_InnerTimeout_IsTheTimeoutOfTheNest()
    {
        TestClock time = new();
        BlockingStep block = new();
        using TemporaryLibrary library = new(time) { Options = new() { Steps = [block] } };
        library.Write("child.yaml", Some.Playbook("- { id: b, type: test.block, timeout: 5 }"));
        await library.VerifyAsync("child.yaml");
        Task<ExecutionReport> run = library.RunAsync(Some.Caller("child.yaml"));
        await time.ElapseAsync(TimeSpan.FromSeconds(5));

        ExecutionReport report = await run;

        report.Status.ShouldBe(ExecutionStatus.TimedOut);
        report.Steps[0].Outputs["status"].ShouldBe("timed_out");
    }

    [Fact]
    public async Task RunAsync_Twice_IsMisuse()
    {
        using TemporaryLibrary library = new();
        PlaybookRun run = await StartableAsync(library, Some.Leaf());
        await run.RunAsync(Token);

        (await Should.ThrowAsync<InvalidOperationException>(run.RunAsync(Token))).Message.ShouldContain(run.ExecutionId);
    }

    [Fact]
    public async Task Run_TenThousandSteps_AllRun()
    {
        using TemporaryLibrary library = new();

        ExecutionReport report = await library.RunAsync(Some.Playbook(string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"- {{ id: s{i}, type: utility.set_variable, parameters: {{ name: v, value: {i} }} }}")), outputs: "last: '{{ variable.v }}'"));

        report.Outputs["last"].ShouldBe(9999L);
        report.Steps.Count.ShouldBe(10_000);
        report.Steps.ShouldAllBe(step => step.Status == StepStatus.Completed);
    }

    [Fact]
    public async Task Run_FileParameter_IsTakenFromTheRoot()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };
        library.Write("data/x.txt", "x");

        await library.RunAsync(Some.Playbook("- { id: r, type: test.record, parameters: { value: '{{ parameter.f }}' } }", "- { name: f, type: file, default: data/x.txt }"));

        record.Values.ShouldBe([Path.Combine(library.Library.RootDirectory, "data/x.txt")]);
    }

    [Fact]
    public async Task Run_ProviderThatThrows_IsATypedErrorBeforeTheFirstStep()
    {
        using TemporaryLibrary library = new() { Options = new() { Credentials = new FailingCredentials() } };

        PlaybookException exception = await Should.ThrowAsync<PlaybookException>(library.RunAsync(Some.Playbook("- { id: r, type: utility.log, parameters: { message: '{{ credential.admin.password }}' } }")));

        exception.Message.ShouldBe("The credential 'admin' could not be asked for: the vault is sealed");
    }

    [Fact]
    public async Task Run_ProviderThatThrowsForANestedPlaybook_FailsItsStep()
    {
        using TemporaryLibrary library = new() { Options = new() { Credentials = new FailingCredentials() } };
        library.Write("child.yaml", Some.Playbook("- { id: r, type: utility.log, parameters: { message: x } }", "- { name: login, type: credential }"));
        await library.VerifyAsync("child.yaml");

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: playbook.run, parameters: { playbook: child.yaml, login: '{{ parameter.who }}' } }", "- { name: who, default: admin }"));

        report.Error.ShouldBe("Step 'a' failed: Playbook 'child.yaml' was not started: The credential 'admin' could not be asked for: the vault is sealed");
    }

    [Fact]
    public void Engine_StepTypesThatClash_AreRefused()
    {
        using TemporaryLibrary library = new();

        library.Options = new() { Steps = [new RecordingStep(), new RecordingStep()] };
        Should.Throw<ArgumentException>(library.Engine).Message.ShouldContain("test.record");
        library.Options = new() { Steps = [new LambdaStep("playbook.run", _ => StepResult.Completed())] };
        Should.Throw<ArgumentException>(library.Engine).Message.ShouldContain("playbook.run");
    }

    [Fact]
    public async Task ToJson_Report_HasStableNamesAndComesBack()
    {
        TestClock time = new();
        using TemporaryLibrary library = new(time);
        library.Write("child.yaml", Some.Playbook("- { id: bad, type: utility.fail, parameters: { message: 'no <b>' } }"));
        await library.VerifyAsync("child.yaml");
        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: call, type: playbook.run, parameters: { playbook: child.yaml } }\n- { id: rest, type: playbook.run, parameters: { playbook: child.yaml } }"));

        string json = report.ToJson();

        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        root.EnumerateObject().Select(property => property.Name).ShouldBe(["execution_id", "playbook", "status", "started_at", "duration_ms", "error", "outputs", "steps", "rollback", "finally", "counts"]);
        JsonElement step = root.GetProperty("steps")[0];
        step.EnumerateObject().Select(property => property.Name).ShouldBe(["id", "name", "type", "address", "status", "attempts", "started_at", "duration_ms", "outputs", "error", "nested"]);
        root.GetProperty("status").GetString().ShouldBe("failed");
        root.GetProperty("duration_ms").GetInt64().ShouldBe(0);
        step.GetProperty("nested").GetProperty("steps")[0].GetProperty("address").GetString().ShouldBe("call/bad");
        root.GetProperty("steps")[1].GetProperty("status").GetString().ShouldBe("pending");
        json.ShouldContain("no <b>");
        JsonSerializer.Deserialize<ExecutionReport>(json, ReadOptions).ShouldNotBeNull().ToJson().ShouldBe(json);
    }

    [Fact]
    public async Task ToJson_DeepValues_AreWritten()
    {
        using TemporaryLibrary library = new();

        ExecutionReport report = await library.RunAsync(Some.Playbook($"- {{ id: a, type: utility.set_variable, parameters: {{ name: v, value: {new string('[', 58)}x{new string(']', 58)} }} }}\n- {{ id: b, type: utility.set_variable, parameters: {{ name: v, value: {new string('[', 50)}'{{{{ variable.v }}}}'{new string(']', 50)} }} }}"));

        report.EnsureSucceeded().ToJson().Count(letter => letter == '[').ShouldBe(58 + 58 + 50 + 1 + 1 + 1);
    }

    private static async Task<PlaybookRun> StartableAsync(TemporaryLibrary library, string yaml)
        => library.Engine().CreateRun((await library.PlanAsync(yaml)).EnsurePlanned());

    private sealed class FailingCredentials : ICredentialProvider
    {
        public ValueTask<Credential?> FindAsync(string name, CancellationToken cancellationToken) => throw new InvalidOperationException("the vault is sealed");
    }

    private sealed class CancellableCredentials : ICredentialProvider
    {
        public ValueTask<Credential?> FindAsync(string name, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new(new Credential { Name = name, Password = new Secret("password") });
        }
    }
}
