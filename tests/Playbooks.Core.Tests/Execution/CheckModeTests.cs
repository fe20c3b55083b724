using Playbooks.Storage;

namespace Playbooks.Tests.Execution;

public sealed class CheckModeTests
{
    private static readonly RunOptions Check = new() { Check = true };

    private readonly List<string> _changed = [];
    private readonly List<bool> _predicted = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_StepsThatMayChangeSomething_AreSkippedAndSayWhy()
    {
        using TemporaryLibrary library = NewLibrary();
        PlaybookRun run = await CreateAsync(library, Some.Playbook("""
            - { id: change, type: test.change }
            - { id: look, type: utility.log, parameters: { message: looked } }
            """));
        Task<List<ExecutionEvent>> events = run.Events().ToListAsync(Token).AsTask();

        ExecutionReport report = await run.RunAsync(Token);

        report.Status.ShouldBe(ExecutionStatus.Completed);
        report.Steps.Select(step => step.Status).ShouldBe([StepStatus.Skipped, StepStatus.Completed]);
        _changed.ShouldBeEmpty();
        (await events).OfType<StepLogged>().ShouldContain(said => said.Address!.ToString() == "change" && said.Message == "Skipped in check mode: 'test.change' may change something, and cannot predict what");
    }

    [Fact]
    public async Task Check_WhatNeedsTheOutputsOfASkippedStep_IsSkippedToo()
    {
        using TemporaryLibrary library = NewLibrary();
        ExecutionReport report = await RunAsync(library, Some.Playbook("""
            - { id: change, type: test.change }
            - { id: use, type: utility.log, parameters: { message: "{{ step.change.value }}" } }
            - { id: when, type: utility.log, when: "step.change.value == 'x'", parameters: { message: hello } }
            - { id: loop, type: utility.log, for_each: "{{ step.change.list }}", parameters: { message: "{{ item }}" } }
            - { id: sure, type: utility.assert, parameters: { that: "step.change.value == 'x'" } }
            - { id: else, type: utility.log, parameters: { message: "{{ step.change.value | default('none') }}" } }
            """, outputs: "needs: '{{ step.change.value }}'\nhas: '{{ step.else.message }}'"));

        report.Error.ShouldBeNull();
        report.Status.ShouldBe(ExecutionStatus.Completed);
        report.Steps.Where(step => step.Status != StepStatus.Skipped).Select(step => step.Id).ShouldBe(["else"]);
        report.Outputs.ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, object?>("has", "none"));
    }

    [Fact]
    public async Task Check_AnErrorOfATemplate_IsStillAnError()
    {
        using TemporaryLibrary library = NewLibrary();

        ExecutionReport report = await RunAsync(library, Some.Playbook("- { id: bad, type: utility.log, parameters: { message: \"{{ parameter.list | first }}\" } }", parameters: "- { name: list, type: list, default: [] }"));

        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Error.ShouldNotBeNull().ShouldContain("'first' of an empty list");
    }

    [Fact]
    public async Task Check_AStepTypeThatCanPredict_IsToldTo()
    {
        using TemporaryLibrary library = NewLibrary();
        string playbook = Some.Playbook("- { id: predict, type: test.predict }");

        (await RunAsync(library, playbook)).Steps[0].Status.ShouldBe(StepStatus.Completed);
        (await library.RunAsync(playbook, cancellationToken: Token)).Steps[0].Status.ShouldBe(StepStatus.Completed);

        _predicted.ShouldBe([true, false]);
    }

    [Fact]
    public async Task Check_RunsTheNestAndWhatStandsAtItsEndLikewise()
    {
        using TemporaryLibrary library = NewLibrary();
        library.Write("child.yaml", Some.Playbook("- { id: change, type: test.change }", outputs: "value: '{{ step.change.value }}'"));
        await library.VerifyAsync("child.yaml");

        ExecutionReport report = await RunAsync(library, Some.Playbook("""
            - { id: call, type: playbook.run, parameters: { playbook: child.yaml } }
            - { id: use, type: utility.log, parameters: { message: "{{ step.call.value }}" } }
            """, atTheEnd: "- { id: tidy, type: test.change }"));

        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        report.Steps[0].Nested.ShouldNotBeNull().Steps[0].Status.ShouldBe(StepStatus.Skipped);
        report.Steps[1].Status.ShouldBe(StepStatus.Skipped);
        report.Finally[0].Status.ShouldBe(StepStatus.Skipped);
        _changed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_IsSaidInTheReport_AndNotEnteredIntoTheHistory()
    {
        InMemoryExecutionStore history = new();
        using TemporaryLibrary library = NewLibrary(history);

        ExecutionReport report = await RunAsync(library, Some.Leaf());

        report.IsCheck.ShouldBeTrue();
        report.ToJson().ShouldContain("\"check\": true");
        report.ToText().ShouldContain("completed (check mode: nothing was changed) after");
        (await history.ListAsync(new RunQuery(), Token)).ShouldBeEmpty();
        (await library.RunAsync(Some.Leaf(), cancellationToken: Token)).ToJson().ShouldNotContain("\"check\"");
    }

    private TemporaryLibrary NewLibrary(IExecutionStore? history = null) => new()
    {
        Options = new()
        {
            Steps =
            [
                new LambdaStep("test.change", context =>
                {
                    _changed.Add(context.Address.ToString());
                    return StepResult.Completed();
                }),
                new LambdaStep("test.predict", context =>
                {
                    _predicted.Add(context.IsCheck);
                    return StepResult.Completed();
                })
                {
                    Definition = new() { Type = "test.predict", Description = "Predicts.", Effect = StepEffect.Mutating, SupportsCheck = true },
                },
            ],
            ExecutionStore = history,
        },
    };

    private static async Task<PlaybookRun> CreateAsync(TemporaryLibrary library, string playbook)
    {
        PlaybookPlan plan = (await library.PlanAsync(playbook)).EnsurePlanned();
        return library.Engine().CreateRun(plan, options: Check);
    }

    private static async Task<ExecutionReport> RunAsync(TemporaryLibrary library, string playbook)
        => await (await CreateAsync(library, playbook)).RunAsync(Token);
}
