using System.Text.Encodings.Web;
using System.Text.Json;

namespace Playbooks.Agent;

/// <summary>The format of all JSON that the agent writes: snake case, and letters of any script unescaped.</summary>
internal static class ReadableJson
{
    /// <summary>
    /// The bound of values (128 levels) and what stands around them go beyond the serializer's default of 64.
    /// </summary>
    private const int MaximumDepth = 1000;

    // The JSON goes to message buses, logs and terminals, never into HTML.
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>
    /// Creates new options for each serializer context, because a context makes its options read-only.
    /// </summary>
    public static JsonSerializerOptions Options() => new()
    {
        Encoder = Encoder,
        MaxDepth = MaximumDepth,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };
}
