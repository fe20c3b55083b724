using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Playbooks.Agent;

/// <summary>How requests and results are written, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WorkRequest))]
[JsonSerializable(typeof(WorkResult))]
[JsonSerializable(typeof(StoredWork))]
[JsonSerializable(typeof(PlaybookAnalysis))]
[JsonSerializable(typeof(GeneratedTemplate))]
internal sealed partial class WorkJson : JsonSerializerContext
{
    // Goes to message buses, logs and terminals, never into HTML: names in any script stay readable.
    public static WorkJson Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    });
}
