using System.Text.Json;
using System.Text.Json.Serialization;

namespace Playbooks;

/// <summary>Reads and writes a map of playbook values as a JSON object; secrets are written as <c>***</c>.</summary>
public sealed class PlaybookValuesJsonConverter : JsonConverter<IReadOnlyDictionary<string, object?>>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The JSON value is not an object.</exception>
    public override IReadOnlyDictionary<string, object?> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return PlaybookValues.FromJson(document.RootElement) as IReadOnlyDictionary<string, object?>
            ?? throw new JsonException("An object was expected.");
    }

    /// <inheritdoc/>
    public override void Write(
        Utf8JsonWriter writer, IReadOnlyDictionary<string, object?> value, JsonSerializerOptions options)
        => PlaybookValues.WriteJson(writer, value);
}
