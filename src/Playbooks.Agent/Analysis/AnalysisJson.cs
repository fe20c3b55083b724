using System.Text.Json.Serialization;

namespace Playbooks.Agent;

/// <summary>Writes analyses without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PlaybookAnalysis))]
internal sealed partial class AnalysisJson : JsonSerializerContext
{
    public static AnalysisJson Readable { get; } = new(ReadableJson.Options());
}
