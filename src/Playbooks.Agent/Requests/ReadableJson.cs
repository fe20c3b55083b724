using System.Text.Encodings.Web;
using System.Text.Json;

namespace Playbooks.Agent;

/// <summary>The format of all JSON that the agent writes: snake case, and letters of any script unescaped.</summary>
internal static class ReadableJson
{
    // The JSON goes to message buses, logs and terminals, never into HTML.
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>
    /// Creates new options for each serializer context, because a context makes its options read-only.
    /// </summary>
    public static JsonSerializerOptions Options() => new()
    {
        Encoder = Encoder,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };
}
