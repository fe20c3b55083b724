using System.Text.Json.Serialization;

namespace Playbooks.Agent;

/// <summary>Writes requests without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WorkRequest))]
internal sealed partial class RequestJson : JsonSerializerContext
{
    public static RequestJson Readable { get; } = new(ReadableJson.Options());
}
