using System.Text.Json;

namespace Playbooks.Tests.Reporting;

/// <summary>The published schema names what reports hold, neither more nor less. That real reports are valid by it, Ajv says in the acceptance tests.</summary>
public sealed class ReportSchemaTests
{
    [Fact]
    public async Task Schema_Properties_AreThoseOfAReport()
    {
        using TemporaryLibrary library = new();
        ExecutionReport ran = await library.RunAsync(Some.Playbook("- { id: every, type: utility.log, for_each: [a], parameters: { message: x } }"));
        // What only some reports have.
        ExecutionReport report = ran with { IsCheck = true };
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(Checkout.PathOf("docs", "report.schema.json")));
        JsonElement definitions = schema.RootElement.GetProperty("$defs");

        Names(definitions.GetProperty("report").GetProperty("properties")).ShouldBe(Names(json.RootElement));
        Names(definitions.GetProperty("step").GetProperty("properties")).ShouldBe(Names(json.RootElement.GetProperty("steps")[0]));
        Names(definitions.GetProperty("counts").GetProperty("properties")).ShouldBe(Names(json.RootElement.GetProperty("counts")));
        Words(definitions, "report").ShouldBe(Enum.GetNames<ExecutionStatus>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName), ignoreOrder: true);
        // A step that is under way is in no report.
        Words(definitions, "step").ShouldBe(Enum.GetNames<StepStatus>().Except(["Running"]).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName), ignoreOrder: true);
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Words(JsonElement definitions, string of)
        => definitions.GetProperty(of).GetProperty("properties").GetProperty("status").GetProperty("enum").EnumerateArray().Select(word => word.GetString()!);
}
