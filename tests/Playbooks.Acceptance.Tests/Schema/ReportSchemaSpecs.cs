using System.Text.Json.Nodes;

namespace Playbooks.Acceptance.Tests.Schema;

/// <summary>What a program does with the published schema of reports: Ajv checks real ones with it.</summary>
[Collection(typeof(SchemaChecks))]
public sealed class ReportSchemaSpecs(AjvValidator ajv)
{
    private static readonly string Schema = Checkout.PathOf("docs", "report.schema.json");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData("x")]
    [InlineData("bad")]
    public async Task A_report_is_valid_by_the_schema(string item)
        => (await ajv.ValidateAsync([ajv.Write((await RunAsync(item)).ToJson())], Schema, Cancellation)).ShouldBe("valid");

    [Fact(Timeout = Limit)]
    public async Task A_cancelled_report_is_valid_by_the_schema()
    {
        using TemporaryLibrary library = new();
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook("- { id: a, type: utility.log, parameters: { message: x } }", atTheEnd: "- { id: b, type: utility.log, parameters: { message: x } }"));

        string json = (await run.RunAsync(new CancellationToken(canceled: true))).ToJson();

        (await ajv.ValidateAsync([ajv.Write(json)], Schema, Cancellation)).ShouldBe("valid");
    }

    [Theory(Timeout = Limit)]
    [InlineData("status", "\"done\"", "must be equal to one of the allowed values")]
    [InlineData("duration_ms", "1.5", "must be integer")]
    [InlineData("steps", "[{}]", "must have required property 'id'")]
    [InlineData("more", "1", "must NOT have additional properties")]
    public async Task What_is_no_report_is_found_by_the_schema(string property, string value, string message)
    {
        JsonNode report = JsonNode.Parse((await RunAsync("x")).ToJson())!;
        report[property] = JsonNode.Parse(value);

        (await ajv.ValidateAsync([ajv.Write(report.ToJsonString())], Schema, Cancellation)).ShouldContain(message);
    }

    /// <summary>A run with everything that a report can hold: nests, a loop, a rollback, steps at the end.</summary>
    private static async Task<ExecutionReport> RunAsync(string item)
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Playbook(
            "- { id: one, type: utility.log, parameters: { message: x }, rollback: [{ id: undo, type: utility.log, parameters: { message: x } }] }\n- { id: check, type: utility.fail, when: \"parameter.p == 'bad'\", parameters: { message: broken } }",
            "- { name: p }",
            atTheEnd: "- { id: tidy, type: utility.log, parameters: { message: x } }"));
        await library.VerifyAsync("child.yaml");
        return await library.RunAsync(Some.Playbook(
            $$$"""
            - { id: first, type: playbook.run, parameters: { playbook: child.yaml, p: x } }
            - { id: every, type: playbook.run, for_each: [a, {{{item}}}], on_failure: rollback, parameters: { playbook: child.yaml, p: "{{ item }}" } }
            - { id: after, type: utility.log, parameters: { message: x } }
            """,
            outputs: "x: [1, two, { three: 3.5 }]",
            atTheEnd: "- { id: last, type: utility.log, parameters: { message: x } }"));
    }
}
