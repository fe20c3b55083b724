using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json;

namespace Playbooks;

/// <summary>The values that playbooks work with while they run: null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>,
/// <see cref="string"/>, <see cref="Secret"/>, <see cref="Credential"/>, lists and string-keyed maps of them.</summary>
public static class PlaybookValues
{
    internal static readonly IReadOnlyDictionary<string, object?> EmptyMap = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Whether there is nothing in it. Mostly it is <see cref="EmptyMap"/>, which need not be asked.</summary>
    internal static bool IsEmpty(IReadOnlyDictionary<string, object?> map) => ReferenceEquals(map, EmptyMap) || map.Count == 0;

    /// <summary>A JSON value as a playbook's value: whole numbers become <see cref="long"/> where they fit, other numbers <see cref="double"/>.</summary>
    public static object? FromJson(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                Dictionary<string, object?> map = new(StringComparer.Ordinal);
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    map[property.Name] = FromJson(property.Value);
                }

                return map;
            case JsonValueKind.Array:
                List<object?> list = new(element.GetArrayLength());
                foreach (JsonElement item in element.EnumerateArray())
                {
                    list.Add(FromJson(item));
                }

                return list;
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return element.TryGetInt64(out long integer) ? (object)integer : element.GetDouble();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return null;
        }
    }

    /// <summary>JSON text as a playbook's value.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal static object? ParseJson(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return FromJson(document.RootElement);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // Half of a surrogate pair, escaped or not: JSON by its grammar, but no text.
            throw new JsonException("It holds half of a surrogate pair.", exception);
        }
    }

    /// <summary>Writes a value as JSON; credentials by name, anything else by its text.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="value">The value.</param>
    /// <param name="revealSecrets">Whether secrets are written as they are, and not as <c>***</c>. For what leaves the process towards its target, never for what people see.</param>
    public static void WriteJson(Utf8JsonWriter writer, object? value, bool revealSecrets = false)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long or int:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case IReadOnlyDictionary<string, object?> map:
                writer.WriteStartObject();
                foreach ((string key, object? item) in map)
                {
                    writer.WritePropertyName(key);
                    WriteJson(writer, item, revealSecrets);
                }

                writer.WriteEndObject();
                break;
            case IReadOnlyList<object?> list:
                writer.WriteStartArray();
                foreach (object? item in list)
                {
                    WriteJson(writer, item, revealSecrets);
                }

                writer.WriteEndArray();
                break;
            case Secret secret when revealSecrets:
                writer.WriteStringValue(secret.Reveal());
                break;
            default:
                writer.WriteStringValue(ToText(value));
                break;
        }
    }

    /// <summary>A value as text, as a template puts it beside other text: booleans in lower case, null as nothing, lists and maps as JSON, secrets masked.</summary>
    public static string ToText(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IReadOnlyDictionary<string, object?> or IReadOnlyList<object?> => ToJson(value),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>A value as JSON text; as <see cref="WriteJson"/> writes it.</summary>
    public static string ToJson(object? value, bool revealSecrets = false)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, JsonText.WriterOptions))
        {
            WriteJson(writer, value, revealSecrets);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
