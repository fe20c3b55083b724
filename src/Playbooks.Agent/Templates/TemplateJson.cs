using System.Text.Json.Serialization;

namespace Playbooks.Agent;

/// <summary>Writes scaffolds without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GeneratedTemplate))]
internal sealed partial class TemplateJson : JsonSerializerContext
{
    public static TemplateJson Readable { get; } = new(ReadableJson.Options());
}
