using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Playbooks.Ansible.Backends;

/// <summary>Writes extra vars as JSON, which keeps their types. Only here are their secrets revealed.</summary>
internal static class ExtraVarsFile
{
    public static byte[] Write(IReadOnlyDictionary<string, object?> values)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            WriteMap(writer, values, "");
        }

        return buffer.ToArray();
    }

    private static void WriteMap(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, object?>> values, string path)
    {
        writer.WriteStartObject();
        foreach ((string name, object? value) in values)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value, path.Length == 0 ? name : $"{path}.{name}");
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value, string path)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case Secret secret:
                WriteSecret(writer, secret);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case float or double:
                WriteFloat(writer, Convert.ToDouble(value, CultureInfo.InvariantCulture), path);
                break;
            case IEnumerable<KeyValuePair<string, object?>> map:
                WriteMap(writer, map, path);
                break;
            case IEnumerable list and not IDictionary:
                writer.WriteStartArray();
                foreach (object? item in list)
                {
                    WriteValue(writer, item, $"{path}[]");
                }

                writer.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"The extra var '{path}' is a {value.GetType()}, which Ansible has no type "
                    + "for. Give null, a boolean, a number, a text, a Secret, a list or a string-keyed map.", path);
        }
    }

    // The writer would write 1.0 as 1, which arrives as an integer.
    private static void WriteFloat(Utf8JsonWriter writer, double number, string path)
    {
        if (!double.IsFinite(number))
        {
            throw new ArgumentException($"The extra var '{path}' is {number.ToString(CultureInfo.InvariantCulture)}, "
                + "which JSON cannot hold. Give a finite number.", path);
        }

        string text = number.ToString("R", CultureInfo.InvariantCulture);
        writer.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : $"{text}.0");
    }

    private static void WriteSecret(Utf8JsonWriter writer, Secret secret)
    {
        string text = secret.Reveal();
        // A password may look like a template. With this mark, Ansible leaves it as it is.
        if (text.Contains("{{", StringComparison.Ordinal)
            || text.Contains("{%", StringComparison.Ordinal)
            || text.Contains("{#", StringComparison.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("__ansible_unsafe", text);
            writer.WriteEndObject();
        }
        else
        {
            // A value of a secret document may be a number or a boolean.
            PlaybookValues.WriteJson(writer, secret, revealSecrets: true);
        }
    }
}
