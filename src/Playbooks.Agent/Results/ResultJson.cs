using System.Text.Json.Serialization;

namespace Playbooks.Agent;

/// <summary>Reads and writes results without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WorkResult))]
[JsonSerializable(typeof(StoredWork))]
internal sealed partial class ResultJson : JsonSerializerContext
{
    public static ResultJson Readable { get; } = new(ReadableJson.Options());
}
