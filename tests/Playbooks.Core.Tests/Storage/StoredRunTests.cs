using System.Text.Json;
using Playbooks.Storage;

namespace Playbooks.Tests.Storage;

public sealed class StoredRunTests
{
    [Fact]
    public void StateAt_EveryStatus_IsOneOfTheStates()
        => Enum.GetValues<RunStatus>().Select(status => (StoredSamples.Run("a") with { Status = status }).StateAt(StoredSamples.Now))
            .Append("interrupted").ShouldBe(StoredRun.States, ignoreOrder: true);

    [Fact]
    public void StateAt_LeaseExpired_IsInterruptedAndNeedsAttention()
    {
        StoredRun run = StoredSamples.Run("a");

        run.StateAt(StoredSamples.Now).ShouldBe("running");
        run.NeedsAttention(StoredSamples.Now).ShouldBeFalse();
        run.StateAt(StoredSamples.Now.AddMinutes(1)).ShouldBe("interrupted");
        run.NeedsAttention(StoredSamples.Now.AddMinutes(1)).ShouldBeTrue();
        (run with { Status = RunStatus.InDoubt }).NeedsAttention(StoredSamples.Now).ShouldBeTrue();
    }

    [Fact]
    public void WriteJson_Run_HasItsParametersAsJsonAndItsDoubts()
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            (StoredSamples.FullRun("a") with { Status = RunStatus.InDoubt, Outputs = null }).WriteJson(writer, StoredSamples.Now, ["k[x y]"]);
            writer.WriteEndObject();
        }

        JsonElement json = JsonSerializer.Deserialize<JsonElement>(buffer.ToArray());
        json.GetProperty("execution_id").GetString().ShouldBe("a");
        json.GetProperty("status").GetString().ShouldBe("in_doubt");
        json.GetProperty("started_at").GetDateTimeOffset().ShouldBe(StoredSamples.Now);
        json.GetProperty("parameters").GetProperty("who").GetString().ShouldBe("Ada");
        json.GetProperty("outputs").ValueKind.ShouldBe(JsonValueKind.Null);
        json.GetProperty("rerun_of").GetString().ShouldBe("an older one");
        json.GetProperty("in_doubt")[0].GetString().ShouldBe("k[x y]");
    }
}
