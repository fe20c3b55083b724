namespace Playbooks.Agent.Tests;

/// <summary>Values as deep as the bound allows are written and read.</summary>
public sealed class DeepValueSpecs
{
    [Fact]
    public void A_result_with_deep_values_survives_its_round_trip()
    {
        object? value = "bottom";
        for (int level = 0; level < 120; level++)
        {
            value = new Dictionary<string, object?> { ["below"] = value };
        }

        WorkResult result = new()
        {
            TaskId = "deep",
            Status = WorkStatus.Completed,
            AgentId = "test",
            ResourcesUsed = new Dictionary<string, object?> { ["tree"] = value },
        };

        WorkResult read = WorkResult.FromJson(result.ToJson());

        PlaybookValues.ToJson(read.ResourcesUsed["tree"]).ShouldBe(PlaybookValues.ToJson(value));
    }
}
