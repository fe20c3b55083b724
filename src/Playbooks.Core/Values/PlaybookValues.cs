using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json;
using Playbooks.Values;

namespace Playbooks;

/// <summary>
/// The values of a running playbook: null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>,
/// <see cref="string"/>, <see cref="Secret"/>, <see cref="Credential"/>, and lists and string-keyed maps of them.
/// </summary>
public static class PlaybookValues
{
    internal static readonly IReadOnlyDictionary<string, object?> EmptyMap = ReadOnlyDictionary<string, object?>.Empty;

    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = ValueBounds.MaximumDepth };

    /// <summary>
    /// Tells if a map is empty. Most empty maps are <see cref="EmptyMap"/>, for which the count is not read.
    /// </summary>
    internal static bool IsEmpty(IReadOnlyDictionary<string, object?> map)
        => ReferenceEquals(map, EmptyMap) || map.Count == 0;

    /// <summary>
    /// Converts a JSON value. Whole numbers become <see cref="long"/> where they fit, other numbers
    /// <see cref="double"/>.
    /// </summary>
    /// <exception cref="TemplateException">
    /// The value is nested more than 256 levels deep or holds more than 100,000,000 values.
    /// </exception>
    public static object? FromJson(JsonElement element)
    {
        ValueBudget budget = ValueBudget.ForShow;
        return Read(element, ref budget);
    }

    private static object? Read(JsonElement element, ref ValueBudget budget)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                Dictionary<string, object?> map = new(StringComparer.Ordinal);
                budget.Enter(element.GetPropertyCount());
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    map[property.Name] = Read(property.Value, ref budget);
                }

                budget.Leave();
                return map;
            case JsonValueKind.Array:
                List<object?> list = new(element.GetArrayLength());
                budget.Enter(element.GetArrayLength());
                foreach (JsonElement item in element.EnumerateArray())
                {
                    list.Add(Read(item, ref budget));
                }

                budget.Leave();
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

    /// <summary>Converts JSON text to a playbook's value.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    internal static object? ParseJson(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, ReadOptions);
            return FromJson(document.RootElement);
        }
        catch (TemplateException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // Half of a surrogate pair, escaped or not, is valid by JSON's grammar, but is not text.
            throw new JsonException("It holds half of a surrogate pair.", exception);
        }
    }

    /// <summary>Writes a value as JSON: a credential by its name, and a value of any other type by its text.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The value.</param>
    /// <param name="revealSecrets">
    /// True to write secrets as they are, false to write <c>***</c>. Use true only for a step's target, never for
    /// output that people see.
    /// </param>
    /// <exception cref="TemplateException">
    /// The value is nested more than 256 levels deep, such as a value that contains itself, or holds more than
    /// 100,000,000 values.
    /// </exception>
    public static void WriteJson(Utf8JsonWriter writer, object? value, bool revealSecrets = false)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ValueBudget budget = ValueBudget.ForShow;
        Write(writer, value, revealSecrets, ref budget);
    }

    private static void Write(Utf8JsonWriter writer, object? value, bool revealSecrets, ref ValueBudget budget)
    {
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
            case ISecretCollection when !revealSecrets:
                writer.WriteStringValue(Secret.Mask);
                break;
            case IReadOnlyDictionary<string, object?> map:
                budget.Enter(map.Count);
                writer.WriteStartObject();
                foreach ((string key, object? item) in map)
                {
                    writer.WritePropertyName(key);
                    Write(writer, item, revealSecrets, ref budget);
                }

                writer.WriteEndObject();
                budget.Leave();
                break;
            case IReadOnlyList<object?> list:
                budget.Enter(list.Count);
                writer.WriteStartArray();
                foreach (object? item in list)
                {
                    Write(writer, item, revealSecrets, ref budget);
                }

                writer.WriteEndArray();
                budget.Leave();
                break;
            case Secret { Meaning: object meaning } when revealSecrets:
                Write(writer, meaning, revealSecrets, ref budget);
                break;
            case Secret secret when revealSecrets:
                writer.WriteStringValue(secret.Reveal());
                break;
            default:
                writer.WriteStringValue(ToText(value));
                break;
        }
    }

    /// <summary>Converts a value to text, as a template does.</summary>
    /// <remarks>Booleans are in lower case, null is empty, lists and maps are JSON, and secrets are masked.</remarks>
    public static string ToText(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        ISecretCollection => Secret.Mask,
        IReadOnlyDictionary<string, object?> or IReadOnlyList<object?> => ToJson(value),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Converts a value to JSON text, as <see cref="WriteJson"/> writes it.</summary>
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
