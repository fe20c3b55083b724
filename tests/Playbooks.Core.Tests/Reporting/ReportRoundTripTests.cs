using System.Text.Json.Nodes;

namespace Playbooks.Tests.Reporting;

public sealed class ReportRoundTripTests
{
    [Fact]
    public void ToJson_EveryProperty_StandsInIt()
    {
        ExecutionReport nested = Filled.Of<ExecutionReport>();
        StepReport step = nested.Steps[0] with { Nested = nested with { Steps = [] }, Iterations = [nested.Steps[0]] };
        ExecutionReport report = nested with { Steps = [step] };

        string json = report.ToJson();

        Filled.MissingFrom(json, report).ShouldBeEmpty();
        Filled.MissingFrom(JsonNode.Parse(json)!["steps"]![0]!.ToJsonString(), step).ShouldBeEmpty();
    }
}
