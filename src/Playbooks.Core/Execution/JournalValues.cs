using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Playbooks;

/// <summary>Values as the journal holds them: JSON, in which a mark stands for whatever is a secret or holds one.</summary>
internal static class JournalValues
{
    private const string Mark = "$secret";

    /// <summary>The values as a JSON object; null when there are none.</summary>
    public static string? Write(IReadOnlyDictionary<string, object?> values, Redactor redactor)
    {
        if (values.Count == 0)
        {
            return null;
        }

        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, JsonText.WriterOptions))
        {
            Write(writer, values, redactor);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>The values of a JSON object; empty for null. A secret among them is <see cref="Secret.Lost"/>.</summary>
    public static IReadOnlyDictionary<string, object?> Read(string? json)
        => json is null ? PlaybookValues.EmptyMap : Restore(PlaybookValues.ParseJson(json)) as IReadOnlyDictionary<string, object?> ?? PlaybookValues.EmptyMap;

    private static void Write(Utf8JsonWriter writer, object? value, Redactor redactor)
    {
        switch (value)
        {
            case Secret or Credential:
                WriteMark(writer);
                break;
            case string or long or double when !ReferenceEquals(redactor.Mask(value), value) && !Equals(redactor.Mask(value), value):
                WriteMark(writer);
                break;
            case double number when double.IsInteger(number) && Math.Abs(number) < 1e15:
                // Otherwise it would come back as a whole number.
                writer.WriteRawValue(number.ToString("F1", CultureInfo.InvariantCulture));
                break;
            case IReadOnlyDictionary<string, object?> map:
                writer.WriteStartObject();
                foreach ((string key, object? item) in map)
                {
                    writer.WritePropertyName(redactor.Mask(key));
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
            default:
                PlaybookValues.WriteJson(writer, value);
                break;
        }
    }

    private static void WriteMark(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean(Mark, value: true);
        writer.WriteEndObject();
    }

    private static object? Restore(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> { Count: 1 } map when map.GetValueOrDefault(Mark) is true => Secret.Lost,
        IReadOnlyDictionary<string, object?> map => map.ToDictionary(entry => entry.Key, entry => Restore(entry.Value), StringComparer.Ordinal),
        IReadOnlyList<object?> list => list.Select(Restore).ToArray(),
        _ => value,
    };
}
