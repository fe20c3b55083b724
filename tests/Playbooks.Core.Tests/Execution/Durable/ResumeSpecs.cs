using Playbooks.Storage;

namespace Playbooks.Tests.Execution.Durable;

/// <summary>What resuming decides, refuses and asks.</summary>
public sealed class ResumeSpecs : IDisposable
{
    private readonly DurableLibrary _library = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _library.Dispose();

    [Theory]
    [InlineData("test.do", "", true)]
    [InlineData("test.look", "", false)]
    [InlineData("test.do", ", repeatable: true", false)]
    [InlineData("test.look", ", repeatable: false", true)]
    public async Task A_step_under_way_is_in_doubt_unless_it_may_be_repeated(string type, string key, bool isDoubtful)
    {
        _library.Write("root.yaml", Some.Playbook($"- {{ id: a, type: test.do }}\n- {{ id: b, type: {type}{key} }}\n- {{ id: c, type: test.do }}"));
        string executionId = (await _library.DieAtAsync(3, afterWriting: false))!;
        _library.Clock.Advance(TimeSpan.FromMinutes(2));

        if (isDoubtful)
        {
            RunInDoubtException doubt = await Should.ThrowAsync<RunInDoubtException>(() => _library.Engine().ResumeAsync(executionId, cancellationToken: Token));
            doubt.Addresses.ShouldBe(["b"]);
            StoredRun stored = (await _library.Store.FindAsync(executionId, Token))!;
            stored.Status.ShouldBe(RunStatus.InDoubt);
            stored.Error.ShouldBe("Interrupted within: b");
            stored.Lease.ShouldBeNull();
            (await _library.Engine().History.GetReportAsync(executionId, Token))!.Steps.Select(step => step.Status).ShouldBe([StepStatus.Completed, StepStatus.Running, StepStatus.Pending]);
        }
        else
        {
            (await (await _library.Engine().ResumeAsync(executionId, cancellationToken: Token)).RunAsync(Token)).EnsureSucceeded();
            _library.Log.ShouldBe(["a", "b", "b", "c"]);
        }
    }

    [Fact]
    public async Task What_a_person_says_of_a_step_counts()
    {
        _library.Write("root.yaml", Some.Playbook("- { id: a, type: test.do }\n- { id: b, type: test.do, on_failure: rollback }\n- { id: c, type: test.do, parameters: { value: '{{ step.b.value }}' } }", outputs: "v: '{{ step.c.value }}'"));

        ExecutionReport done = await DecidedAsync(StepDecision.Done(new Dictionary<string, object?> { ["value"] = 7L }));
        done.EnsureSucceeded().Outputs["v"].ShouldBe(7L);
        done.Steps[1].Attempts.ShouldBe(1);
        _library.Log.ShouldBe(["a", "b", "c"]);

        ExecutionReport failed = await DecidedAsync(StepDecision.Failed("it was never sent"));
        failed.Error.ShouldBe("Step 'b' failed: it was never sent (there was nothing to roll back)");
        _library.Log.ShouldBe(["a", "b"]);

        (await DecidedAsync(StepDecision.RunAgain)).EnsureSucceeded();
        _library.Log.ShouldBe(["a", "b", "b", "c"]);

        async Task<ExecutionReport> DecidedAsync(StepDecision decision)
        {
            _library.Log.Clear();
            string executionId = (await _library.DieAtAsync(2, afterWriting: true))!;
            _library.Clock.Advance(TimeSpan.FromMinutes(2));
            ResumeOptions options = new() { Decisions = new Dictionary<string, StepDecision> { ["b"] = decision } };
            return await (await _library.Engine().ResumeAsync(executionId, options, Token)).RunAsync(Token);
        }
    }

    [Fact]
    public async Task Each_of_several_can_be_decided_by_itself()
    {
        TaskCompletionSource both = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int begun = 0;
        LambdaStep meet = new("test.meet", async (_, _) =>
        {
            if (Interlocked.Increment(ref begun) == 2)
            {
                both.SetResult();
            }

            await both.Task;
            return begun > 2 ? StepResult.Completed() : await new TaskCompletionSource<StepResult>().Task;
        });
        _library.Options = new() { Steps = [meet] };
        _library.Write("root.yaml", Some.Playbook("- { id: x, type: test.meet, for_each: [p, q], max_parallel: 2 }"));
        PlaybookRun run = await _library.CreateRunAsync(store: _library.DyingStore((call, _) => call == "renew").Store);
        _ = run.RunAsync(CancellationToken.None);
        await both.Task;
        _library.Clock.Advance(TimeSpan.FromMinutes(2));

        RunInDoubtException doubt = await Should.ThrowAsync<RunInDoubtException>(() => _library.Engine().ResumeAsync(run.ExecutionId, cancellationToken: Token));
        doubt.Addresses.Order(StringComparer.Ordinal).ShouldBe(["x[p]", "x[q]"]);
        doubt = await Should.ThrowAsync<RunInDoubtException>(() => _library.Engine().ResumeAsync(run.ExecutionId, Decide("x[p]", StepDecision.Done()), Token));
        doubt.Addresses.ShouldBe(["x[q]"]);
        (await Should.ThrowAsync<ResumeException>(() => _library.Engine().ResumeAsync(run.ExecutionId, Decide("x[p]", StepDecision.Done()), Token))).Message.ShouldContain("is not in doubt; in doubt: x[q].");
        (await (await _library.Engine().ResumeAsync(run.ExecutionId, Decide("x[q]", StepDecision.RunAgain), Token)).RunAsync(Token)).EnsureSucceeded();
        begun.ShouldBe(3);
    }

    [Fact]
    public async Task A_nested_playbook_that_may_be_repeated_leaves_none_of_its_steps_in_doubt()
    {
        _library.Write("child.yaml", Some.Playbook("- { id: x, type: test.do }\n- { id: y, type: test.do }")).Write("root.yaml", Some.Playbook("- { id: a, type: playbook.run, repeatable: true, parameters: { playbook: child.yaml } }"));
        await _library.VerifyAsync("child.yaml");
        string executionId = (await _library.DieAtAsync(2, afterWriting: true))!;
        _library.Clock.Advance(TimeSpan.FromMinutes(2));

        (await (await _library.Engine().ResumeAsync(executionId, cancellationToken: Token)).RunAsync(Token)).EnsureSucceeded();

        _library.Log.ShouldBe(["a/x", "a/y", "a/y"]);
    }

    [Fact]
    public async Task What_ended_with_a_playbook_that_took_too_long_is_not_in_doubt()
    {
        BlockingStep block = new();
        _library.Options = new() { Steps = [block] };
        _library.Write("child.yaml", Some.Playbook("- { id: x, type: test.do, rollback: [ { id: undo, type: test.do } ] }\n- { id: y, type: test.block }")).Write("root.yaml", Some.Playbook("""
            - { id: a, type: playbook.run, timeout: 5, on_failure: continue, parameters: { playbook: child.yaml } }
            - { id: b, type: test.look }
            - { id: c, type: test.do, on_failure: rollback, parameters: { value: fail } }
            """));
        await _library.VerifyAsync("child.yaml");
        (StoreWrapper store, Task died) = _library.DyingStore((call, number) => call == "append" && number == 4);
        PlaybookRun run = await _library.CreateRunAsync(store: store);
        _ = run.RunAsync(CancellationToken.None);
        await block.Started;
        await _library.Clock.ElapseAsync(TimeSpan.FromSeconds(5));
        await died;
        _library.Clock.Advance(TimeSpan.FromMinutes(2));

        ExecutionReport report = await (await _library.Engine().ResumeAsync(run.ExecutionId, cancellationToken: Token)).RunAsync(Token);

        report.Error.ShouldBe("Step 'c' failed: as it was told to (rolled back)");
        report.Steps[0].Status.ShouldBe(StepStatus.Failed);
        report.Steps[0].TimedOut.ShouldBeTrue();
        report.Steps[0].Nested!.Steps.Select(step => step.Status).ShouldBe([StepStatus.Completed, StepStatus.Cancelled]);
        _library.Log.ShouldBe(["a/x", "b", "b", "c", "a/x/rollback:undo"]);
    }

    [Fact]
    public async Task What_has_ended_and_what_is_not_there_cannot_be_resumed()
    {
        _library.Write("root.yaml", Some.Leaf());
        PlaybookRun run = await _library.CreateRunAsync();
        await run.RunAsync(Token);

        (await Should.ThrowAsync<ResumeException>(() => _library.Engine().ResumeAsync(run.ExecutionId, cancellationToken: Token))).Message.ShouldContain("has ended");
        (await Should.ThrowAsync<ResumeException>(() => _library.Engine().ResumeAsync("nothing", cancellationToken: Token))).Message.ShouldContain("There is no run 'nothing'");
    }

    [Fact]
    public async Task A_run_goes_on_with_the_playbooks_that_it_began_with()
    {
        _library.Write("root.yaml", Some.Playbook("- { id: a, type: test.look }\n- { id: b, type: test.do, parameters: { value: old } }", outputs: "v: '{{ step.b.value }}'"));
        string executionId = (await _library.DieAtAsync(1, afterWriting: false))!;
        _library.Write("root.yaml", "name: Other\nsteps: []");

        (await _library.ResumeAsync(executionId)).EnsureSucceeded().Outputs["v"].ShouldBe("old");
    }

    [Fact]
    public async Task Other_parameters_than_the_lost_ones_cannot_be_given_again()
    {
        _library.Write("root.yaml", Some.Playbook("- { id: a, type: test.look }\n- { id: b, type: test.do }", "- { name: p, default: x }"));
        string executionId = (await _library.DieAtAsync(1, afterWriting: false, new Dictionary<string, object?> { ["p"] = "y" }))!;
        _library.Clock.Advance(TimeSpan.FromMinutes(2));

        (await Should.ThrowAsync<PlaybookInvalidException>(() => _library.Engine().ResumeAsync(executionId, new() { Parameters = new Dictionary<string, object?> { ["p"] = "z" } }, Token)))
            .Message.ShouldContain("it goes on with what it began with");
    }

    private static ResumeOptions Decide(string address, StepDecision decision) => new() { Decisions = new Dictionary<string, StepDecision> { [address] = decision } };
}
