using System.Text.Json;
using System.Text.Json.Serialization;

namespace Playbooks.Ansible;

/// <summary>Values that Ansible named: their types are known only when they are there.</summary>
internal sealed class PlaybookValueMapConverter : JsonConverter<IReadOnlyDictionary<string, object?>>
{
    public override IReadOnlyDictionary<string, object?>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return PlaybookValues.FromJson(document.RootElement) as IReadOnlyDictionary<string, object?>;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, object?> value, JsonSerializerOptions options)
        => PlaybookValues.WriteJson(writer, value);
}
