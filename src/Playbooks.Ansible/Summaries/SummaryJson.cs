using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Playbooks.Ansible;

/// <summary>The JSON form of a summary, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ExecutionSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext
{
    // The text goes to message buses, logs and terminals, never into HTML. So task names in any script stay readable.
    public static SummaryJson Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,

        // Statistics of an Ansible playbook may be nested far deeper than the usual 64 levels.
        MaxDepth = 1000,
    });
}
