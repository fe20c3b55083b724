using System.Text.Json;

namespace Playbooks.Ansible.Tests.Summary;

/// <summary>The published schema names what summaries hold, neither more nor less. That real ones are valid by it, Ajv says in the acceptance tests.</summary>
public sealed class SummarySchemaTests
{
    [Fact]
    public void Schema_Properties_AreThoseOfASummary()
    {
        ExecutionSummary summary = new()
        {
            Status = AnsibleRunStatus.Failed,
            HostsSummary = new Dictionary<string, HostSummary> { ["h1"] = new() },
            Failures = [new TaskFailure { Host = "h1", Task = "T", Message = "m" }],
            SlowestTasks = [new SlowTask("T", "h1", 1)],
        };
        using JsonDocument json = JsonDocument.Parse(summary.ToJson());
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Checkout.PathOf("docs", "summary.schema.json")));
        JsonElement definitions = schema.RootElement.GetProperty("$defs");

        ShouldHave(schema.RootElement, json.RootElement);
        ShouldHave(definitions.GetProperty("host"), json.RootElement.GetProperty("hosts_summary").GetProperty("h1"));
        ShouldHave(definitions.GetProperty("failure"), json.RootElement.GetProperty("failures")[0]);
        ShouldHave(definitions.GetProperty("slow_task"), json.RootElement.GetProperty("slowest_tasks")[0]);
        Words(schema.RootElement, "status").ShouldBe(Enum.GetNames<AnsibleRunStatus>().Select(name => name.ToLowerInvariant()));
        Words(definitions.GetProperty("failure"), "kind").ShouldBe(Enum.GetNames<TaskFailureKind>().Select(name => name.ToLowerInvariant()));
    }

    private static void ShouldHave(JsonElement schema, JsonElement value)
    {
        List<string> names = [.. value.EnumerateObject().Select(property => property.Name)];
        schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).ShouldBe(names);
        schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ShouldBe(names);
        schema.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
    }

    private static IEnumerable<string> Words(JsonElement schema, string property)
        => schema.GetProperty("properties").GetProperty(property).GetProperty("enum").EnumerateArray().Select(word => word.GetString()!);
}
