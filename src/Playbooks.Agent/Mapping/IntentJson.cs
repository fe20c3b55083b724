using System.Text.Json.Serialization;

namespace Playbooks.Agent.Mapping;

/// <summary>Writes mappings without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IntentMapping))]
internal sealed partial class IntentJson : JsonSerializerContext
{
    public static IntentJson Readable { get; } = new(ReadableJson.Options());
}
