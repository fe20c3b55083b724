using System.Globalization;
using System.Text;
using System.Text.Json;
using Playbooks.Values;

namespace Playbooks;

/// <summary>
/// Writes and reads values as the journal holds them: JSON, in which a mark replaces each value that is a secret, holds
/// one, or cannot be written as JSON. A mark is a map with one key. A playbook's own key that begins with <c>$</c> gets
/// another <c>$</c> in front.
/// </summary>
internal static class JournalValues
{
    private const string SecretMark = "$secret";
    private const string NumberMark = "$number";

    // As deep as the writer goes. The default of 64 levels is too small for some values.
    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = 1000 };

    /// <summary>Writes the values as a JSON object; null when there are none.</summary>
    public static string? Write(IReadOnlyDictionary<string, object?> values, Redactor redactor)
    {
        if (values.Count == 0)
        {
            return null;
        }

        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, JsonText.WriterOptions))
        {
            writer.WriteStartObject();
            foreach ((string key, object? value) in values)
            {
                string name = redactor.Mask(key);
                writer.WritePropertyName(Escape(name));
                // A masked key is not the original key, so its value could not be found again. It counts as lost.
                Write(writer, ReferenceEquals(name, key) || name == key ? value : Secret.Lost, redactor);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>
    /// Reads the values of a JSON object; empty for null. A secret becomes <see cref="Secret.Lost"/>.
    /// </summary>
    public static IReadOnlyDictionary<string, object?> Read(string? json) => Read(json, shown: false);

    /// <summary>Reads the values of a JSON object as a report shows them, secrets masked; empty for null.</summary>
    public static IReadOnlyDictionary<string, object?> Show(string? json) => Read(json, shown: true);

    private static void Write(Utf8JsonWriter writer, object? value, Redactor redactor)
    {
        switch (value)
        {
            case Secret or ISecretCollection:
                WriteMark(writer, SecretMark, Secret.Mask);
                break;
            case Credential credential:
                WriteMark(writer, SecretMark, redactor.Mask(credential.ToString()));
                break;
            case double number when !double.IsFinite(number):
                WriteMark(writer, NumberMark, number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case string or long or int or double when redactor.Mask(value) is string masked && !Equals(masked, value):
                WriteMark(writer, SecretMark, masked);
                break;
            case double number when double.IsInteger(number) && Math.Abs(number) < 1e15:
                // Written with a fraction, or it would be read back as an integer.
                writer.WriteRawValue(number.ToString("F1", CultureInfo.InvariantCulture));
                break;
            case IReadOnlyDictionary<string, object?> map when map.Keys.Any(key => redactor.Mask(key) != key):
                // A lookup of a masked key would fail and yield a wrong result. So the whole map counts as a secret.
                WriteMark(writer, SecretMark, Secret.Mask);
                break;
            case IReadOnlyDictionary<string, object?> map:
                writer.WriteStartObject();
                foreach ((string key, object? item) in map)
                {
                    writer.WritePropertyName(Escape(key));
                    Write(writer, item, redactor);
                }

                writer.WriteEndObject();
                break;
            case IReadOnlyList<object?> list:
                writer.WriteStartArray();
                foreach (object? item in list)
                {
                    Write(writer, item, redactor);
                }

                writer.WriteEndArray();
                break;
            case null or bool or string or long or int or double:
                PlaybookValues.WriteJson(writer, value);
                break;
            default:
                // The value has a type that steps must not return. It is kept in the form in which it is shown.
                Write(writer, PlaybookValues.ToText(value), redactor);
                break;
        }
    }

    private static void WriteMark(Utf8JsonWriter writer, string mark, string text)
    {
        writer.WriteStartObject();
        writer.WriteString(mark, text);
        writer.WriteEndObject();
    }

    private static string Escape(string key) => key.StartsWith('$') ? $"${key}" : key;

    private static IReadOnlyDictionary<string, object?> Read(string? json, bool shown)
    {
        if (json is null)
        {
            return PlaybookValues.EmptyMap;
        }

        using JsonDocument document = JsonDocument.Parse(json, ReadOptions);
        object? restored = Restore(PlaybookValues.FromJson(document.RootElement), shown);
        return restored as IReadOnlyDictionary<string, object?> ?? PlaybookValues.EmptyMap;
    }

    private static object? Restore(object? value, bool shown) => value switch
    {
        IReadOnlyDictionary<string, object?> { Count: 1 } map when map.TryGetValue(SecretMark, out object? text)
            => shown ? text : Secret.Lost,
        IReadOnlyDictionary<string, object?> { Count: 1 } map when map.TryGetValue(NumberMark, out object? text)
            => double.Parse((string)text!, CultureInfo.InvariantCulture),
        IReadOnlyDictionary<string, object?> map
            => map.ToDictionary(
                entry => entry.Key.StartsWith('$') ? entry.Key[1..] : entry.Key,
                entry => Restore(entry.Value, shown),
                StringComparer.Ordinal),
        IReadOnlyList<object?> list => list.Select(item => Restore(item, shown)).ToArray(),
        _ => value,
    };
}
