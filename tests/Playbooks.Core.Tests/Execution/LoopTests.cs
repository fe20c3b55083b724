using System.Collections.Concurrent;

namespace Playbooks.Tests.Execution;

public sealed class LoopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ForEachOverAList_GivesItemsInOrder()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - id: x
              type: test.record
              for_each: [web-1, 7, { host: db, port: 5432 }, null, [1], true, 1.5]
              parameters: { value: "{{ [item, loop.index, loop.index0, loop.length, loop.key] }}" }
            """, outputs: "results: '{{ step.x.results }}'\ncount: '{{ step.x.count }}'\nfailed: '{{ step.x.failed_count }}'"));

        StepReport loop = report.EnsureSucceeded().Steps.ShouldHaveSingleItem();
        record.Addresses.ShouldBe(["x[web-1]", "x[7]", "x[2]", "x[3]", "x[4]", "x[5]", "x[6]"]);
        record.Values.Cast<IReadOnlyList<object?>>().Select(value => string.Join(' ', value.Skip(1))).ShouldBe(["1 0 7 web-1", "2 1 7 7", "3 2 7 2", "4 3 7 3", "5 4 7 4", "6 5 7 5", "7 6 7 6"]);
        ((IReadOnlyList<object?>)record.Values[3]!)[0].ShouldBeNull();
        loop.Address.ToString().ShouldBe("x");
        loop.Attempts.ShouldBe(1);
        loop.Iterations.ShouldNotBeNull().Select(one => one.Address.ToString()).ShouldBe(record.Addresses);
        report.Outputs["count"].ShouldBe(7L);
        report.Outputs["failed"].ShouldBe(0L);
        ((IReadOnlyList<object?>)report.Outputs["results"]!).Count.ShouldBe(7);
        StepAddress.TryParse(report.Steps[0].Iterations![0].Address.ToString(), out StepAddress? address).ShouldBeTrue();
        address.Key.ShouldBe("web-1");
        report.ToJson().ShouldContain("\"iterations\"");
    }

    [Theory]
    [InlineData("{ web-1: a, 'b/c': b, '1': c }", "x[web-1] x[1] x[2]")]
    [InlineData("[a, a, a]", "x[a] x[1] x[2]")]
    [InlineData("['2.2', '2', null, [], '4']", "x[2.2] x[2] x[2.2.2] x[3] x[4]")]
    [InlineData("['1', 'a/b', '1.1', '1']", "x[1] x[1.1] x[2] x[3]")]
    [InlineData("['', ' ', 'a[b]', '#2', \"a\\nb\", é, '😀']", "x[0] x[ ] x[2] x[3] x[4] x[é] x[😀]")]
    [InlineData("[1, 1.0, '1', true, 'true']", "x[1] x[1.1] x[2] x[3] x[true]")]
    public async Task Run_Iterations_HaveUniqueAddressesThatComeBack(string items, string addresses)
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook($"- {{ id: x, type: test.record, for_each: {items}, parameters: {{ value: '{{{{ item }}}}' }} }}"));

        report.EnsureSucceeded();
        record.Addresses.ShouldBeUnique();
        string.Join(' ', record.Addresses).ShouldBe(addresses);
        record.Addresses.ShouldAllBe(text => ComesBack(text));
    }

    [Fact]
    public async Task Run_LongKeys_GiveWayToTheIndex()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };

        await library.RunAsync(Some.Playbook($"- {{ id: x, type: test.record, for_each: [{new string('a', 64)}, {new string('b', 65)}] }}"));

        record.Addresses.ShouldBe([$"x[{new string('a', 64)}]", "x[1]"]);
    }

    [Fact]
    public async Task Run_ForEachOverAMap_GivesKeyAndValue()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };

        await library.RunAsync(Some.Playbook("- { id: x, type: test.record, for_each: '{{ parameter.m }}', parameters: { value: '{{ item.key }}={{ item.value }}' } }", "- { name: m, type: dict, default: { a: 1, b: 2 } }"));

        record.Values.ShouldBe(["a=1", "b=2"]);
        record.Addresses.ShouldBe(["x[a]", "x[b]"]);
    }

    [Fact]
    public async Task Run_EmptyList_CompletesWithoutAnIteration()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: x, type: test.record, max_parallel: 5, for_each: [] }", outputs: "n: '{{ step.x.count }}'"));

        report.EnsureSucceeded().Outputs["n"].ShouldBe(0L);
        report.Steps[0].Iterations.ShouldNotBeNull().ShouldBeEmpty();
        record.Addresses.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("text", "the text 'text'")]
    [InlineData(5, "the number 5")]
    [InlineData(null, "null")]
    public async Task Run_ForEachOverNoList_FailsTheStep(object? value, string kind)
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };
        // A default hides the type from planning.
        string yaml = Some.Playbook("- { id: x, type: test.record, for_each: '{{ parameter.s | default(parameter.i) }}' }", "- { name: s }\n- { name: i, type: integer }");

        ExecutionReport report = await library.RunAsync(yaml, new Dictionary<string, object?> { [value is int ? "i" : "s"] = value });

        report.Error.ShouldBe($"Step 'x' failed: 'for_each' needs a list or a map, not {kind}");
        report.Steps[0].Attempts.ShouldBe(0);
    }

    [Theory]
    [InlineData("for_each: text", "PB1014", "'for_each' must be a list, a map or a template that gives one, not the text 'text'")]
    [InlineData("for_each: '{{ parameter.s }}'", "PB1014", "'for_each' must be a list, a map or a template that gives one, and this template gives text")]
    [InlineData("for_each: '{{ item }}'", "PB3010", "There is no 'item' outside a loop")]
    [InlineData("max_parallel: 2", "PB1014", "Step 'x' has 'max_parallel', but no 'for_each' to run in parallel")]
    [InlineData("for_each: [1], max_parallel: 0", "PB1014", "'max_parallel' must be a whole number from 1 to 1000")]
    [InlineData("for_each: [1], max_parallel: 1001", "PB1014", "'max_parallel' must be a whole number from 1 to 1000")]
    [InlineData("for_each: [1], parameters: { value: '{{ loop.idx }}' }", "PB3006", "loop has no output 'idx'")]
    [InlineData("when: item == 1", "PB3010", "There is no 'item' outside a loop")]
    public async Task Plan_LoopThatCannotBe_IsADiagnostic(string keys, string code, string message)
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };

        Diagnostic diagnostic = (await library.PlanAsync(Some.Playbook($"- {{ id: x, type: test.record, {keys} }}", "- { name: s }"))).Diagnostics.ShouldHaveSingleItem();

        diagnostic.Code.ShouldBe(code);
        diagnostic.Message.ShouldStartWith(message);
    }

    [Theory]
    [InlineData("step.x.value", false)]
    [InlineData("step.x.results", true)]
    [InlineData("step.x.results[0].value", true)]
    [InlineData("step.x.failed_count", true)]
    public async Task Plan_OutputsOfALoop_AreThoseOfTheLoop(string reference, bool known)
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };

        PlanningResult result = await library.PlanAsync(Some.Playbook("- { id: x, type: test.record, for_each: [1] }", outputs: $"o: '{{{{ {reference} }}}}'"));

        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(known ? [] : ["PB3006"]);
    }

    [Fact]
    public async Task Run_WhenOnTheItem_IsAskedForEach()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - { id: x, type: test.record, when: item != 2, for_each: [1, 2, 3] }
            - { id: y, type: test.record, when: loop.index > 1, for_each: [1, 2] }
            - { id: z, type: test.record, parameters: { value: "{{ step.x.count }}" } }
            """));

        record.Addresses.ShouldBe(["x[1]", "x[3]", "y[2]", "z"]);
        report.EnsureSucceeded().Steps[0].Status.ShouldBe(StepStatus.Completed);
        report.Steps[0].Iterations!.Select(one => one.Status).ShouldBe([StepStatus.Completed, StepStatus.Skipped, StepStatus.Completed]);
        // A loop with a condition for each item always has outputs.
        (await library.Engine().PlanAsync("root.yaml", Token)).Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_WhenWithoutTheItem_IsAskedOnce()
    {
        using TemporaryLibrary library = new();

        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - { id: s, type: utility.set_variable, parameters: { name: go, value: true } }
            - { id: x, type: utility.set_variable, when: variable.go, for_each: [1, 2, 3], parameters: { name: go, value: false } }
            - { id: y, type: utility.set_variable, when: variable.go, for_each: "{{ 1 + 'a' }}", parameters: { name: go, value: false } }
            """));

        report.EnsureSucceeded().Steps[1].Iterations!.ShouldAllBe(one => one.Status == StepStatus.Completed);
        report.Steps[2].Status.ShouldBe(StepStatus.Skipped);
        report.Steps[2].Iterations.ShouldBeNull();
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 5)]
    [InlineData(4, 9)]
    [InlineData(1000, 3)]
    public async Task Run_MaxParallel_RunsThatManyAtOnceAndNeverMore(int allowed, int items)
    {
        int expected = Math.Min(allowed, items);
        int running = 0;
        int most = 0;
        TaskCompletionSource full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LambdaStep step = new("test.step", async (_, _) =>
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            if (now == expected)
            {
                full.TrySetResult();
            }

            // The first ones wait until as many run as may.
            await full.Task.WaitAsync(HangGuard.Time, CancellationToken.None);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return StepResult.Completed();
        });
        using TemporaryLibrary library = new() { Options = new() { Steps = [step] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook($"- {{ id: x, type: test.step, max_parallel: {allowed}, for_each: [{string.Join(", ", Enumerable.Range(0, items))}] }}"));

        report.EnsureSucceeded().Steps[0].Iterations!.Count.ShouldBe(items);
        most.ShouldBe(expected);
    }

    [Fact]
    public async Task Run_HandlersThatBlock_RunInParallelToo()
    {
        using CountdownEvent both = new(2);
        LambdaStep step = new("test.step", _ =>
        {
            both.Signal();
            return both.Wait(HangGuard.Time, CancellationToken.None) ? StepResult.Completed() : StepResult.Failed("alone");
        });
        using TemporaryLibrary library = new() { Options = new() { Steps = [step] } };

        (await library.RunAsync(Some.Playbook("- { id: x, type: test.step, max_parallel: 2, for_each: [1, 2] }"))).EnsureSucceeded();
    }

    [Fact]
    public async Task Run_IterationsThatEndInAnotherOrder_AreReportedInTheOrderOfItems()
    {
        TaskCompletionSource last = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LambdaStep step = new("test.step", async (context, _) =>
        {
            if (context.Address.Key == "c")
            {
                last.SetResult();
            }

            await last.Task.WaitAsync(HangGuard.Time, CancellationToken.None);
            return StepResult.Completed(new Dictionary<string, object?> { ["key"] = context.Address.Key });
        });
        using TemporaryLibrary library = new() { Options = new() { Steps = [step] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: x, type: test.step, max_parallel: 3, for_each: [a, b, c] }"));

        report.EnsureSucceeded().Steps[0].Iterations!.Select(one => one.Outputs["key"]).ShouldBe(["a", "b", "c"]);
        ((IReadOnlyList<object?>)report.Steps[0].Outputs["results"]!).Cast<IReadOnlyDictionary<string, object?>>().Select(one => one["key"]).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task Run_FailureThatAborts_WaitsForThoseUnderWayAndStartsNoMore()
    {
        BlockingStep block = new();
        LambdaStep step = new("test.step", async (context, token) =>
        {
            if (context.Address.Key == "a")
            {
                return await block.ExecuteAsync(context, token);
            }

            await block.Started;
            return StepResult.Failed("broken");
        });
        using TemporaryLibrary library = new() { Options = new() { Steps = [step] } };
        PlaybookPlan plan = (await library.PlanAsync(Some.Playbook("- { id: x, type: test.step, max_parallel: 2, for_each: [a, b, c, d] }\n- { id: y, type: test.step }"))).EnsurePlanned();
        PlaybookRun run = library.Engine().CreateRun(plan);
        TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task watching = WatchAsync(run, finished => finished.Address?.Key == "b", failed);
        Task<ExecutionReport> running = run.RunAsync(Token);
        await failed.Task.WaitAsync(HangGuard.Time, Token);
        running.IsCompleted.ShouldBeFalse();

        block.Release();

        ExecutionReport report = await running;
        await watching;
        report.Error.ShouldBe("Step 'x' failed: 1 of 4 iterations failed; the first, b: broken");
        report.Steps[0].Iterations!.Select(one => one.Status).ShouldBe([StepStatus.Completed, StepStatus.Failed, StepStatus.Pending, StepStatus.Pending]);
        report.Steps[0].Outputs["failed_count"].ShouldBe(1L);
        report.Steps[1].Status.ShouldBe(StepStatus.Pending);
    }

    [Fact]
    public async Task Run_FailureThatContinues_RunsAll()
    {
        LambdaStep step = new("test.step", context => context.Arguments.GetInteger("value", 0) % 2 == 0 ? StepResult.Failed($"even {context.Address.Key}") : StepResult.Completed());
        using TemporaryLibrary library = new() { Options = new() { Steps = [step] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: x, type: test.step, on_failure: continue, for_each: [1, 2, 3, 4, 5], parameters: { value: '{{ item }}' } }", outputs: "failed: '{{ step.x.failed_count }}'"));

        report.EnsureSucceeded().Outputs["failed"].ShouldBe(2L);
        report.Steps[0].Status.ShouldBe(StepStatus.Failed);
        report.Steps[0].Error.ShouldBe("2 of 5 iterations failed; the first, 2: even 2");
        report.Steps[0].Iterations!.Count(one => one.Status == StepStatus.Completed).ShouldBe(3);
    }

    [Fact]
    public async Task Run_NestedPlaybookInALoop_HasAddressesBelowItsIterations()
    {
        RecordingStep record = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [record] } };
        library.Write("child.yaml", Some.Playbook("- { id: wait, type: test.record, parameters: { value: '{{ parameter.host }}' } }", "- { name: host, required: true }", "said: 'hello {{ parameter.host }}'"));
        await library.VerifyAsync("child.yaml");

        ExecutionReport report = await library.RunAsync(Some.Playbook(
            "- { id: every, type: playbook.run, for_each: [web-1, web-2], parameters: { playbook: child.yaml, host: '{{ item }}' } }", outputs: "first: '{{ step.every.results[0].said }}'"));

        record.Addresses.ShouldBe(["every[web-1]/wait", "every[web-2]/wait"]);
        report.EnsureSucceeded().Outputs["first"].ShouldBe("hello web-1");
        report.Steps[0].Nested.ShouldBeNull();
        report.Steps[0].Iterations![1].Nested.ShouldNotBeNull().Steps[0].Address.ToString().ShouldBe("every[web-2]/wait");
        report.Steps[0].Iterations![1].Address.Depth.ShouldBe(1);
    }

    [Fact]
    public async Task Run_RetryInALoop_IsOfOneIteration()
    {
        TestClock time = new();
        ConcurrentQueue<string> seen = new();
        LambdaStep step = new("test.step", context =>
        {
            seen.Enqueue(context.Address.ToString());
            return context.Address.Key == "b" && context.Attempt == 1 ? StepResult.Failed("once") : StepResult.Completed();
        });
        using TemporaryLibrary library = new(time) { Options = new() { Steps = [step] } };

        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("- { id: x, type: test.step, retry_count: 1, retry_delay: 7, for_each: [a, b] }"));
        await time.ElapseAsync(TimeSpan.FromSeconds(7));

        ExecutionReport report = (await run).EnsureSucceeded();
        seen.ShouldBe(["x[a]", "x[b]", "x#2[b]"]);
        report.Steps[0].Iterations!.Select(one => one.Attempts).ShouldBe([1, 2]);
        seen.ShouldAllBe(text => ComesBack(text));
    }

    [Fact]
    public async Task Run_Cancelled_CancelsTheLoop()
    {
        BlockingStep block = new();
        using CancellationTokenSource cancel = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [block] } };
        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("- { id: x, type: test.block, on_failure: continue, max_parallel: 2, for_each: [a, b, c] }"), cancellationToken: cancel.Token);
        await block.Started;

        await cancel.CancelAsync();

        ExecutionReport report = await run;
        report.Status.ShouldBe(ExecutionStatus.Cancelled);
        report.Steps[0].Status.ShouldBe(StepStatus.Cancelled);
        report.Steps[0].Iterations![0].Status.ShouldBe(StepStatus.Cancelled);
        report.Steps[0].Iterations![2].Status.ShouldBe(StepStatus.Pending);
    }

    [Fact]
    public async Task Run_TimeoutInALoop_IsOfOneIteration()
    {
        TestClock time = new();
        LambdaStep step = new("test.step", async (context, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(context.Arguments.GetInteger("value", 0)), time, token);
            return StepResult.Completed();
        });
        using TemporaryLibrary library = new(time) { Options = new() { Steps = [step] } };

        Task<ExecutionReport> run = library.RunAsync(Some.Playbook("- { id: x, type: test.step, timeout: 10, on_failure: continue, for_each: [8, 9, 60, 6], parameters: { value: '{{ item }}' } }"));
        await time.ElapseAsync(TimeSpan.FromSeconds(8));
        await time.ElapseAsync(TimeSpan.FromSeconds(9));
        await time.TimerAsync(TimeSpan.FromSeconds(60));
        time.Advance(TimeSpan.FromSeconds(10));
        await time.ElapseAsync(TimeSpan.FromSeconds(6));

        ExecutionReport report = await run;
        report.Steps[0].Iterations!.Select(one => one.Status).ShouldBe([StepStatus.Completed, StepStatus.Completed, StepStatus.Failed, StepStatus.Completed]);
        report.Steps[0].Iterations![2].Error.ShouldBe("The step timed out after 10 s");
        report.Steps[0].Iterations![2].TimedOut.ShouldBeTrue();
    }

    [Fact]
    public async Task Run_VariablesFromParallelIterations_AreAllKept()
    {
        using TemporaryLibrary library = new();

        ExecutionReport report = await library.RunAsync(Some.Playbook(
            $"- {{ id: x, type: utility.set_variable, max_parallel: 8, for_each: [{string.Join(", ", Enumerable.Range(0, 200))}], parameters: {{ name: 'v{{{{ item }}}}', value: '{{{{ item }}}}' }} }}",
            outputs: string.Join('\n', Enumerable.Range(0, 200).Select(i => $"o{i}: '{{{{ variable.v{i} }}}}'"))));

        report.EnsureSucceeded().Outputs.Values.Order().ShouldBe(Enumerable.Range(0, 200).Select(i => (object?)(long)i));
    }

    [Fact]
    public async Task Run_ItemThatIsASecret_DoesNotStandInAnAddress()
    {
        LambdaStep leak = new("test.leak", context => StepResult.Completed(new Dictionary<string, object?> { ["items"] = new object?[] { "hidden-password", "b" } }));
        RecordingStep record = new();
        using TemporaryLibrary library = new()
        {
            Options = new() { Steps = [leak, record], Credentials = new InMemoryCredentialProvider(new Credential { Name = "admin", Password = new Secret("hidden-password") }) },
        };

        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - { id: l, type: test.leak, parameters: { value: "{{ credential.admin.password }}" } }
            - { id: x, type: test.record, for_each: "{{ step.l.items }}" }
            """));

        record.Addresses.ShouldBe(["x[0]", "x[b]"]);
        report.EnsureSucceeded().ToJson().ShouldNotContain("hidden-password");
    }

    [Fact]
    public async Task Run_TenThousandItems_AllRun()
    {
        using TemporaryLibrary library = new();

        ExecutionReport report = await library.RunAsync(Some.Playbook(
            "- { id: x, type: utility.set_variable, max_parallel: 4, for_each: '{{ parameter.l }}', parameters: { name: v, value: '{{ item }}' } }", "- { name: l, type: list }"),
            new Dictionary<string, object?> { ["l"] = Enumerable.Range(0, 10_000).Select(i => (object?)(long)i).ToArray() });

        report.EnsureSucceeded().Steps[0].Iterations!.Count.ShouldBe(10_000);
    }

    private static bool ComesBack(string text) => StepAddress.TryParse(text, out StepAddress? address) && address.ToString() == text;

    private static async Task WatchAsync(PlaybookRun run, Func<StepFinished, bool> isIt, TaskCompletionSource seen)
    {
        await foreach (ExecutionEvent happened in run.Events(includeNested: true))
        {
            if (happened is StepFinished finished && isIt(finished))
            {
                seen.TrySetResult();
            }
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int known = Volatile.Read(ref target);
        while (value > known && Interlocked.CompareExchange(ref target, value, known) is int seen && seen != known)
        {
            known = seen;
        }
    }
}
