namespace Playbooks.Tests.Planning;

/// <summary>What planning knows of values before the run: what can never fit, and what may not be there.</summary>
public sealed class KnownTypeTests
{
    private const string Parameters = """
        - { name: s }
        - { name: i, type: integer }
        - { name: f, type: float }
        - { name: b, type: boolean }
        - { name: l, type: list }
        - { name: d, type: dict }
        - { name: file, type: file }
        - { name: c, type: credential }
        """;

    [Theory]
    [InlineData("i", "{{ parameter.s }}", "a whole number", "text")]
    [InlineData("i", "{{ s }}", "a whole number", "text")]
    [InlineData("i", "x {{ parameter.i }}", "a whole number", "text")]
    [InlineData("i", "{{ parameter.i == 1 }}", "a whole number", "true or false")]
    [InlineData("f", "{{ parameter.b }}", "a number", "true or false")]
    [InlineData("b", "{{ parameter.i }}", "true or false", "a whole number")]
    [InlineData("b", "{{ 'true' | string }}", "true or false", "text")]
    [InlineData("b", "{{ step.call.status }}", "true or false", "text")]
    [InlineData("s", "{{ parameter.l }}", "text", "a list")]
    [InlineData("s", "{{ parameter.d }}", "text", "a map")]
    [InlineData("s", "{{ credential.admin }}", "text", "the name of a credential")]
    [InlineData("s", "{{ parameter.s | split(',') }}", "text", "a list")]
    [InlineData("s", "{{ execution }}", "text", "a map")]
    [InlineData("l", "{{ parameter.s ~ 'x' }}", "a list", "text")]
    [InlineData("l", "{{ parameter.d | length }}", "a list", "a whole number")]
    [InlineData("d", "{{ parameter.l + parameter.l }}", "a map", "a list")]
    [InlineData("d", "{{ step.loop.count }}", "a map", "a whole number")]
    [InlineData("file", "{{ parameter.i }}", "the path of a file", "a whole number")]
    [InlineData("c", "{{ parameter.b }}", "the name of a credential", "true or false")]
    public async Task Plan_TemplateThatCanNeverFit_IsADiagnostic(string parameter, string template, string wanted, string given)
    {
        PlanningResult result = await PlanAsync(parameter, template);

        Diagnostic diagnostic = result.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe("PB2012");
        diagnostic.Message.ShouldBe($"'{parameter}' of playbook 'child.yaml' must be {wanted}, and this template gives {given}");
        diagnostic.Location.Column.ShouldBe($"  - {{ id: a, type: playbook.run, parameters: {{ playbook: child.yaml, {parameter}: ".Length + 1);
    }

    [Theory]
    [InlineData("i", "{{ parameter.f }}")]
    [InlineData("i", "{{ parameter.s | int }}")]
    [InlineData("i", "{{ parameter.s | default(1) }}")]
    [InlineData("i", "{{ parameter.l[0] }}")]
    [InlineData("i", "{{ parameter.d.x }}")]
    [InlineData("i", "{{ variable.v }}")]
    [InlineData("i", "{{ step.r.value }}")]
    [InlineData("i", "{{ parameter.i + parameter.f }}")]
    [InlineData("f", "{{ parameter.i }}")]
    [InlineData("s", "{{ parameter.i }}")]
    [InlineData("s", "{{ parameter.b }}")]
    [InlineData("s", "{{ parameter.file }}")]
    [InlineData("s", "{{ credential.admin.password }}")]
    [InlineData("file", "{{ parameter.s }}")]
    [InlineData("c", "{{ parameter.s }}")]
    [InlineData("c", "{{ credential.admin }}")]
    [InlineData("c", "{{ parameter.c }}")]
    [InlineData("b", "{{ parameter.i > 1 and not parameter.b }}")]
    [InlineData("b", "{{ step.call.completed }}")]
    [InlineData("l", "{{ step.loop.results }}")]
    [InlineData("d", "{{ step.call }}")]
    public async Task Plan_TemplateThatMayFit_Passes(string parameter, string template)
        => (await PlanAsync(parameter, template)).Diagnostics.ShouldBeEmpty();

    [Theory]
    [InlineData("value: '{{ step.a.value }}'", true)]
    [InlineData("value: '{{ step.a }}'", true)]
    [InlineData("value: '{{ step.a.value | default(1) }}'", false)]
    [InlineData("value: '{{ step.a.value | upper | default(1) }}'", false)]
    [InlineData("value: '{{ (step.a.value) | default(1) }}'", false)]
    [InlineData("value: '{{ 1 | default(step.a.value) }}'", true)]
    [InlineData("value: '{{ step.a.value ~ (parameter.s | default(1)) }}'", true)]
    [InlineData("value: '{{ step.loop.count }}'", false)]
    public async Task Plan_ReferenceToAStepThatMayBeSkipped_IsAWarningUnlessItIsThoughtOf(string argument, bool warned)
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };

        PlanningResult result = await library.PlanAsync(Some.Playbook($$$"""
            - { id: a, type: test.record, when: parameter.s == 'x' }
            - { id: loop, type: test.record, when: item == 'x', for_each: [x] }
            - { id: b, type: test.record, parameters: { {{{argument}}} } }
            """, "- { name: s }"));

        result.Plan.ShouldNotBeNull();
        result.Diagnostics.Select(diagnostic => $"{diagnostic.Severity} {diagnostic.Code} {diagnostic.Location.Line}").ShouldBe(warned ? ["Warning PB3011 7"] : []);
    }

    [Theory]
    [InlineData("when: parameter.s == 'x', parameters: { value: '{{ step.a.value }}' }", false)]
    [InlineData("when: parameter.s == 'x', for_each: '{{ step.a.value }}'", false)]
    [InlineData("when: parameter.s == 'x', for_each: '{{ step.a.value }}', parameters: { value: '{{ step.a.value }}' }", false)]
    [InlineData("when: parameter.s == 'y', parameters: { value: '{{ step.a.value }}' }", true)]
    [InlineData("when: step.a.value == 1", true)]
    [InlineData("for_each: '{{ step.a.value }}'", true)]
    public async Task Plan_ReferenceUnderTheSameCondition_IsNoWarning(string keys, bool warned)
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };

        PlanningResult result = await library.PlanAsync(Some.Playbook($"- {{ id: a, type: test.record, when: parameter.s == 'x' }}\n- {{ id: b, type: test.record, {keys} }}", "- { name: s }"));

        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(warned ? ["PB3011"] : []);
    }

    [Fact]
    public async Task Run_StepThatWasSkipped_FailsTheReferenceAsPlanningSaid()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("""
            - { id: a, type: test.record, when: "false" }
            - { id: b, type: test.record, parameters: { value: "{{ step.a.value | default('none') }}" } }
            - { id: c, type: test.record, parameters: { value: "{{ step.a.value }}" } }
            """));

        report.Steps[1].Outputs["value"].ShouldBe("none");
        report.Error.ShouldBe("Step 'c' failed: The step 'a' has no outputs: it did not run");
    }

    private static async Task<PlanningResult> PlanAsync(string parameter, string template)
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };
        library.Write("child.yaml", Some.Playbook("- { id: r, type: test.record }", Parameters));
        await library.VerifyAsync("child.yaml");
        return await library.PlanAsync(Some.Playbook($$$"""
            - { id: call, type: playbook.run, parameters: { playbook: child.yaml } }
            - { id: loop, type: test.record, for_each: [1] }
            - { id: r, type: test.record }
            - { id: v, type: utility.set_variable, parameters: { name: v, value: 1 } }
            - { id: a, type: playbook.run, parameters: { playbook: child.yaml, {{{parameter}}}: "{{{template}}}" } }
            """, Parameters));
    }
}
