using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Playbooks.Ansible.Agent;
using Playbooks.TestSupport;

namespace Playbooks.Ansible.Tests;

/// <summary>Every property of every record that is sent stands in its JSON, and is read again where somebody reads it.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void WorkRequest_IsReadAsItWasWritten()
    {
        WorkRequest request = Filled.Of<WorkRequest>() with { Priority = 5 };

        WorkRequest read = WorkRequest.FromJson(request.ToJson());

        IsSame(read, request);
        StandsInJson(request, request.ToJson());
    }

    [Fact]
    public void WorkResult_IsReadAsItWasWritten()
    {
        WorkResult result = Filled.Of<WorkResult>();

        WorkResult read = WorkResult.FromJson(result.ToJson());

        IsSame(read, result);
        StandsInJson(result, result.ToJson());
    }

    [Fact]
    public void ExecutionSummary_StandsInItsJson()
    {
        ExecutionSummary summary = Filled.Of<ExecutionSummary>();

        StandsInJson(summary, summary.ToJson());
    }

    [Fact]
    public void ExecutionReport_StandsInItsJson()
    {
        ExecutionReport report = Filled.Of<ExecutionReport>();

        StandsInJson(report, report.ToJson());
        StandsInJson(report.Steps[0], JsonNode.Parse(report.ToJson())!["steps"]![0]!.ToJsonString());
    }

    private static void IsSame<T>(T read, T written)
    {
        foreach (PropertyInfo property in Filled.Properties(typeof(T)))
        {
            JsonSerializer.Serialize(property.GetValue(read)).ShouldBe(JsonSerializer.Serialize(property.GetValue(written)), property.Name);
        }
    }

    private static void StandsInJson(object record, string json)
    {
        JsonObject written = JsonNode.Parse(json)!.AsObject();
        foreach (PropertyInfo property in Filled.Properties(record.GetType()))
        {
            if (property.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Always })
            {
                continue;
            }

            string name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            written.ContainsKey(name).ShouldBeTrue($"{property.Name} as {name}");
            object? value = property.GetValue(record);
            switch (value)
            {
                case string or bool or long or int or DateTimeOffset:
                    written[name]!.ToJsonString().ShouldBe(JsonSerializer.Serialize(value), name);
                    break;
                case System.Collections.ICollection { Count: > 0 }:
                    written[name]!.ToJsonString().Length.ShouldBeGreaterThan("{}".Length, name);
                    break;
            }
        }
    }
}
