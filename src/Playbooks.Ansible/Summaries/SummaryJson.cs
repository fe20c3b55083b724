using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Playbooks.Ansible;

/// <summary>How a summary is written, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ExecutionSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext
{
    // Goes to message buses, logs and terminals, never into HTML: task names in any script stay readable.
    public static SummaryJson Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,

        // Statistics of an Ansible playbook go far beyond the usual 64 levels.
        MaxDepth = 1000,
    });
}
