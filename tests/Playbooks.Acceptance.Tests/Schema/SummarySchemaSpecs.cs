using System.Text.Json.Nodes;
using Playbooks.Ansible;
using Playbooks.Ansible.Events;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Acceptance.Tests.Schema;

/// <summary>What a program does with the published schema of summaries: Ajv checks those of all recorded runs with it.</summary>
[Collection(typeof(SchemaChecks))]
public sealed class SummarySchemaSpecs(AjvValidator ajv)
{
    private static readonly string Schema = Checkout.PathOf("docs", "summary.schema.json");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Every_summary_is_valid_by_the_schema()
    {
        ExecutionSummary[] summaries = await Task.WhenAll(RecordedCase.Names.Select(RecordedCase.Load).Select(SummarizeAsync));

        summaries.SelectMany(summary => summary.Failures).ShouldNotBeEmpty();
        (await ajv.ValidateAsync(summaries.Select(summary => ajv.Write(summary.ToJson())), Schema, Cancellation)).ShouldBe("valid");
    }

    [Theory(Timeout = Limit)]
    [InlineData("status", "\"done\"", "/status must be equal to one of the allowed values")]
    [InlineData("key_errors", "[\"1\", \"2\", \"3\", \"4\", \"5\", \"6\"]", "/key_errors must NOT have more than 5 items")]
    [InlineData("hosts_summary", "{ \"h1\": {} }", "/hosts_summary/h1 must have required property 'ok'")]
    [InlineData("more", "1", "must NOT have additional properties")]
    public async Task What_is_no_summary_is_found_by_the_schema(string property, string value, string message)
    {
        JsonNode summary = JsonNode.Parse((await SummarizeAsync(RecordedCase.Load("many-failures"))).ToJson())!;
        summary[property] = JsonNode.Parse(value);

        (await ajv.ValidateAsync([ajv.Write(summary.ToJsonString())], Schema, Cancellation)).ShouldContain(message);
    }

    private static async Task<ExecutionSummary> SummarizeAsync(RecordedCase recorded)
    {
        EventSummarizer summarizer = new();
        await using Stream events = recorded.OpenEvents();
        await summarizer.AddLinesAsync(events, runnerIdent: "case", Cancellation);
        return summarizer.Summarize(AnsibleRunStatus.Failed, exitCode: 2, TimeSpan.FromSeconds(1));
    }
}
