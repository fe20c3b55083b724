using System.Text.Encodings.Web;
using System.Text.Json;

namespace Playbooks.Agent;

/// <summary>The one form of all JSON that the agent gives: snake case, and names in any script stay readable.</summary>
internal static class ReadableJson
{
    // For message buses, logs and terminals, never for HTML.
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Options of its own for each context: a context makes them read-only.</summary>
    public static JsonSerializerOptions Options() => new()
    {
        Encoder = Encoder,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };
}
