namespace Playbooks.Tests.Credentials;

/// <summary>What a playbook fetches can be secret: outputs of steps, outputs of playbooks, parts of a secret document.</summary>
public sealed class SecretOutputSpecs : IDisposable
{
    private const string Token = "Zq7xK9-canary-4WvpL2m";

    private readonly TemporaryLibrary _library = new()
    {
        Options = new()
        {
            Steps =
            [
                new LambdaStep("test.login", context =>
                {
                    context.SetVariable("json", new Dictionary<string, object?> { ["token"] = Token });
                    Dictionary<string, object?> outputs = new()
                    {
                        ["stdout"] = $"token={Token}",
                        ["json"] = new Dictionary<string, object?> { ["token"] = Token, ["user"] = "ada", ["list"] = new object?[] { "a", Token } },
                    };
                    return context.Arguments.GetStringOrDefault("value") == "fail"
                        ? StepResult.Failed($"It said {Token}", outputs)
                        : StepResult.Completed(outputs);
                })
                {
                    Definition = new()
                    {
                        Type = "test.login",
                        Description = "Logs in.",
                        Parameters = [new() { Name = "value" }],
                        HasOpenOutputs = true,
                        HasOpenVariables = true,
                    },
                },
                new LambdaStep("test.echo", context => StepResult.Completed(new Dictionary<string, object?>
                {
                    ["text"] = PlaybookValues.ToJson(context.Arguments.GetValueOrDefault("value"), revealSecrets: true).Length,
                    ["isSecret"] = context.Redactor.IsSecret(context.Arguments.GetValueOrDefault("value")),
                })),
            ],
        },
    };

    public void Dispose() => _library.Dispose();

    [Theory]
    [InlineData("json.token")]
    [InlineData("json")]
    [InlineData("json.list.1")]
    public async Task A_secret_output_is_masked_in_its_own_step_and_wherever_it_goes(string path)
    {
        (ExecutionReport report, string seen) = await Revealed.RunAsync(_library, Some.Playbook($$$"""
            - { id: login, type: test.login, secret_outputs: [{{{path}}}] }
            - { id: say, type: utility.log, parameters: { message: "is {{ step.login.json.token }} {{ variable.json.token }}" } }
            - { id: echo, type: test.echo, parameters: { value: "{{ step.login.json.token }}" } }
            """, outputs: "token: '{{ step.login.json.token }}'"));

        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        report.Steps[0].Outputs["stdout"].ShouldBe("token=***");
        report.Steps[2].Outputs["text"].ShouldBe(Token.Length + 2L);
        report.Steps[2].Outputs["isSecret"].ShouldBe(true);
        seen.ShouldHoldNoPartOf(Token);
    }

    [Fact]
    public async Task What_a_failed_attempt_gave_is_secret_too()
    {
        (ExecutionReport report, string seen) = await Revealed.RunAsync(_library, Some.Playbook(
            "- { id: login, type: test.login, secret_outputs: [json.token], retry_count: 1, retry_delay: 0, parameters: { value: fail } }"));

        report.Steps[0].Error.ShouldBe("It said ***");
        seen.ShouldHoldNoPartOf(Token);
    }

    [Fact]
    public async Task A_secret_output_that_is_not_there_is_warned_of()
    {
        (_, string seen) = await Revealed.RunAsync(_library, Some.Playbook("- { id: login, type: test.login, secret_outputs: [json.tokn] }"));

        seen.ShouldContain("The step gave no 'json.tokn', which its 'secret_outputs' names: nothing was hidden for it");
    }

    [Fact]
    public async Task A_loop_hides_the_secret_outputs_of_each_iteration()
    {
        (ExecutionReport report, string seen) = await Revealed.RunAsync(
            _library, Some.Playbook("- { id: login, type: test.login, for_each: [1, 2], secret_outputs: [json.token, json.list] }"));

        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        seen.ShouldHoldNoPartOf(Token);
    }

    [Fact]
    public async Task A_secret_output_of_a_playbook_stays_secret_above_it()
    {
        _library.Write("inner.yaml", Some.Playbook(
            "- { id: login, type: test.login, secret_outputs: [json] }",
            outputs: "session: { value: 'S-{{ step.login.json.token }}', secret: true }\nuser: { value: 1, unit: s }"));
        _library.Write("middle.yaml", Some.Playbook(
            "- { id: inner, type: playbook.run, parameters: { playbook: inner.yaml } }", outputs: "again: '{{ step.inner.session }}'"));
        await _library.VerifyAsync("inner.yaml", "middle.yaml");

        (ExecutionReport report, string seen) = await Revealed.RunAsync(_library, Some.Playbook("""
            - { id: middle, type: playbook.run, parameters: { playbook: middle.yaml } }
            - { id: say, type: utility.log, parameters: { message: "{{ step.middle.again }}" } }
            - { id: echo, type: test.echo, parameters: { value: "{{ step.middle.again }}" } }
            """));

        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        ExecutionReport inner = report.Steps[0].Nested.ShouldNotBeNull().Steps[0].Nested.ShouldNotBeNull();
        inner.Outputs["session"].ShouldBe("***");
        PlaybookValues.ToJson(inner.Outputs["user"]).ShouldBe("""{"value":1,"unit":"s"}""");
        report.Steps[2].Outputs["isSecret"].ShouldBe(true);
        seen.ShouldHoldNoPartOf(Token);
    }

    [Fact]
    public async Task A_secret_output_of_a_playbook_is_known_before_the_report_of_its_step()
    {
        _library.Write("inner.yaml", Some.Playbook(
            "- { id: set, type: utility.set_variable, parameters: { name: half, value: Zq7xK9-canary } }",
            outputs: "whole: { value: \"{{ variable.half ~ '-4WvpL2m' }}\", secret: true }\nbeside: \"x {{ variable.half ~ '-4WvpL2m' }} y\""));
        await _library.VerifyAsync("inner.yaml");

        (ExecutionReport report, string seen) = await Revealed.RunAsync(
            _library, Some.Playbook("- { id: inner, type: playbook.run, parameters: { playbook: inner.yaml } }"));

        report.Steps[0].Outputs["beside"].ShouldBe("x *** y");
        seen.ShouldNotContain(Token);
    }

    [Theory]
    [InlineData("{{ parameter.document | from_json }}")]
    [InlineData("{{ [parameter.document | from_json] }}")]
    [InlineData("{{ (parameter.document | from_json).inner_key }}")]
    [InlineData("{{ (parameter.document | from_json).flag_key }}")]
    [InlineData("{{ (parameter.document | from_json).list_key }}")]
    [InlineData("{{ parameter.document | from_json | keys }}")]
    [InlineData("{{ parameter.document | from_json | to_json }}")]
    [InlineData("is {{ parameter.document | from_json }}")]
    public async Task A_part_of_a_secret_document_is_secret_with_its_keys_and_booleans(string template)
    {
        (ExecutionReport report, string seen) = await Revealed.RunAsync(_library, Some.Playbook($$"""
            - { id: set, type: utility.set_variable, parameters: { name: v, value: "{{template}}" } }
            - { id: say, type: utility.log, parameters: { message: "{{"{{ variable.v }}"}}" } }
            """, "- { name: document, secret: true, required: true }", "v: '{{ variable.v }}'"), new Dictionary<string, object?>
        {
            ["document"] = """{ "inner_key": { "deep_key": "buried-treasure" }, "flag_key": true, "list_key": [false, 12345678, "more-treasure"] }""",
        });

        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        string shown = PlaybookValues.ToJson(report.Outputs) + PlaybookValues.ToJson(report.Steps[0].Outputs) + string.Join('\n', seen.Split('\n').Where(line => line.Contains("say", StringComparison.Ordinal)));
        foreach (string part in (string[])["buried", "treasure", "deep_key", "12345678", "inner_key\":", "true\"", ":true", "[false", "is true"])
        {
            shown.ShouldNotContain(part);
        }

        seen.ShouldNotContain("treasure");
        seen.ShouldNotContain("deep_key");
    }

    [Fact]
    public async Task What_is_in_a_secret_document_keeps_its_meaning_for_conditions_loops_and_targets()
    {
        (ExecutionReport report, string seen) = await Revealed.RunAsync(_library, Some.Playbook("""
            - { id: doc, type: utility.set_variable, parameters: { name: doc, value: "{{ parameter.document | from_json }}" } }
            - { id: yes, type: utility.log, when: "variable.doc.flag and variable.doc.count == 5 and 'flag' in variable.doc", parameters: { message: x } }
            - { id: no, type: utility.log, when: "not variable.doc.flag", parameters: { message: x } }
            - { id: each, type: utility.log, for_each: "{{ variable.doc }}", parameters: { message: "{{ item.key }}" } }
            - { id: send, type: utility.command, parameters: { program: cat, input: "{{ variable.doc }}" } }
            - { id: same, type: utility.assert, parameters: { that: "step.send.stdout == parameter.document" } }
            """, "- { name: document, secret: true, required: true }"), new Dictionary<string, object?> { ["document"] = """{"flag":true,"count":5}""" });

        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        report.Steps.Select(step => step.Status).ShouldBe(
            [StepStatus.Completed, StepStatus.Completed, StepStatus.Skipped, StepStatus.Completed, StepStatus.Completed, StepStatus.Completed]);
        report.Steps[3].Iterations.ShouldNotBeNull().Select(step => step.Address.Key).ShouldBe(["0", "1"]);
        seen.ShouldNotContain("\"flag\":");
    }

    [Theory]
    [InlineData("- { id: a, type: http.request, secret_outputs: [jsn.token], parameters: { url: 'http://x/' } }", "PB2015", "'http.request' gives no output 'jsn.token'")]
    [InlineData("- { id: a, type: http.request, secret_outputs: ['json..token'], parameters: { url: 'http://x/' } }", "PB2015", "'http.request' gives no output 'json..token'")]
    [InlineData("- { id: a, type: http.request, secret_outputs: [1], parameters: { url: 'http://x/' } }", "PB1014", "Each item of 'secret_outputs' must be text, not the number 1")]
    [InlineData("- { id: a, type: playbook.run, secret_outputs: [x], parameters: { playbook: leaf.yaml } }", "PB2015", "Step 'a' runs a playbook, which must declare its secret outputs itself: its report is made before this step's")]
    public async Task What_cannot_be_a_secret_output_is_found_before_the_first_step(string step, string id, string message)
    {
        _library.Write("leaf.yaml", Some.Leaf());
        await _library.VerifyAsync("leaf.yaml");

        PlanningResult planning = await _library.PlanAsync(Some.Playbook(step));

        Diagnostic problem = planning.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).ShouldHaveSingleItem();
        problem.Code.ShouldBe(id);
        problem.Message.ShouldBe(message);
    }

    [Fact]
    public async Task Whether_an_output_is_secret_is_true_or_false()
    {
        PlanningResult planning = await _library.PlanAsync(Some.Playbook("- { id: a, type: test.login }", outputs: "x: { value: 1, secret: perhaps }"));

        planning.Diagnostics.ShouldHaveSingleItem().Message.ShouldBe("'secret' must be true or false, not the text 'perhaps'");
    }
}
