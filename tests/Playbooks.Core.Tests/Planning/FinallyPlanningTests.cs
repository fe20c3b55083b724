namespace Playbooks.Tests.Planning;

public sealed class FinallyPlanningTests
{
    [Theory]
    [InlineData("{{ step.a.value }}", "PB3011")]
    [InlineData("{{ step.a }}", "PB3011")]
    [InlineData("{{ step.a.value | default('none') }}", null)]
    [InlineData("{{ execution.status }} {{ execution.error }}", null)]
    [InlineData("{{ step.later.value }}", "PB3005")]
    [InlineData("{{ step.earlier.value }}", null)]
    [InlineData("{{ step.undo.value }}", "PB3004")]
    [InlineData("{{ variable.v }}", null)]
    [InlineData("{{ variable.w }}", "PB3007")]
    [InlineData("{{ execution.stauts }}", "PB3006")]
    public async Task Plan_ReferenceAtTheEnd_IsChecked(string value, string? code)
    {
        using TemporaryLibrary library = NewLibrary();

        PlanningResult result = await library.PlanAsync(Some.Playbook(
            "- { id: a, type: test.record, rollback: [{ id: undo, type: test.record }] }\n- { id: set, type: utility.set_variable, parameters: { name: v, value: 1 } }",
            atTheEnd: $$"""
                - { id: earlier, type: test.record }
                - { id: tidy, type: test.record, parameters: { value: "{{value}}" } }
                - { id: later, type: test.record }
                """));

        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(code is null ? [] : [code]);
    }

    [Theory]
    [InlineData("{{ execution.status }}", "PB3006")]
    [InlineData("{{ step.tidy.value }}", "PB3005")]
    public async Task Plan_ReferenceToTheEndFromElsewhere_IsAnError(string value, string code)
    {
        using TemporaryLibrary library = NewLibrary();

        PlanningResult result = await library.PlanAsync(Some.Playbook($"- {{ id: a, type: test.record, parameters: {{ value: \"{value}\" }} }}", atTheEnd: "- { id: tidy, type: test.record }"));

        result.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("on_failure: rollback", "'on_failure' is abort or continue there")]
    [InlineData("rollback: [{ id: u, type: test.record }]", "nothing would run its 'rollback'")]
    public async Task Plan_UndoingAtTheEnd_IsAnError(string key, string message)
    {
        using TemporaryLibrary library = NewLibrary();

        PlanningResult result = await library.PlanAsync(Some.Playbook("- { id: a, type: test.record }", atTheEnd: $"- {{ id: tidy, type: test.record, {key} }}"));

        result.Diagnostics.ShouldHaveSingleItem().ShouldSatisfyAllConditions(one => one.Code.ShouldBe("PB1014"), one => one.Message.ShouldContain(message));
    }

    [Fact]
    public async Task Plan_NestAtTheEnd_HasToBeVerified()
    {
        using TemporaryLibrary library = NewLibrary();
        library.Write("child.yaml", Some.Leaf());

        PlanningResult result = await library.PlanAsync(Calls("child.yaml"));

        result.Diagnostics.ShouldHaveSingleItem().Message.ShouldBe("Playbook 'child.yaml' must be verified before it can be used as a step");
    }

    [Fact]
    public async Task Plan_CircleThroughTheEnd_IsFound()
    {
        using TemporaryLibrary library = NewLibrary();
        library.Write("child.yaml", Calls("root.yaml"));

        PlanningResult result = await library.PlanAsync(Calls("child.yaml"));

        result.Diagnostics.ShouldContain(diagnostic => diagnostic.Message.Contains("root.yaml → child.yaml → root.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_DepthThroughTheEnd_IsBounded()
    {
        using TemporaryLibrary library = NewLibrary();
        library.Options = library.Options with { MaximumNestingDepth = 1 };
        library.Write("b.yaml", Some.Leaf()).Write("a.yaml", Calls("b.yaml"));
        await library.VerifyAsync("b.yaml", "a.yaml");

        PlanningResult result = await library.PlanAsync(Calls("a.yaml"));

        result.Diagnostics.ShouldHaveSingleItem().Message.ShouldContain("root.yaml → a.yaml → b.yaml");
    }

    [Fact]
    public async Task Plan_StepsAtTheEnd_AreShownAndCounted()
    {
        using TemporaryLibrary library = NewLibrary();
        library.Write("child.yaml", Some.Playbook("- { id: b, type: test.record }", atTheEnd: "- { id: c, type: test.record }"));
        await library.VerifyAsync("child.yaml");
        const string Root = "- { id: a, type: playbook.run, parameters: { playbook: child.yaml } }";

        PlaybookPlan plan = (await library.PlanAsync(Some.Playbook(Root, atTheEnd: "- { id: tidy, type: http.request, parameters: { url: 'http://x', method: DELETE } }"))).EnsurePlanned();

        plan.Root.Effect.ShouldBe(StepEffect.Mutating);
        plan.ToString().ShouldSatisfyAllConditions(
            text => text.ShouldContain("\n    finally c: c (test.record) [read-only"),
            text => text.ShouldContain("\n  finally tidy: tidy (http.request) [mutating"));
        plan.ToMermaid().ShouldBe("""
            flowchart TD
              subgraph n0["a<br/>child.yaml [read-only]"]
                direction TB
                n1["b<br/>test.record [read-only]"]
                n2["c<br/>test.record [read-only]"]
                n1 -. finally .-> n2
              end
              n3["tidy<br/>http.request [mutating]"]
              n0 -. finally .-> n3

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Read_IdAtTheEndThatIsTaken_IsAnError()
        => Playbooks.Reading.PlaybookReader.Read(Some.Playbook("- { id: a, type: test.record }", atTheEnd: "- { id: a, type: test.record }"), "x.yaml")
            .Diagnostics.ShouldHaveSingleItem().Message.ShouldBe("There is a step 'a' already");

    private static string Calls(string path) => Some.Playbook("- { id: a, type: test.record }", atTheEnd: $"- {{ id: call, type: playbook.run, parameters: {{ playbook: '{path}' }} }}");

    private static TemporaryLibrary NewLibrary() => new() { Options = new() { Steps = [new RecordingStep()] } };
}
