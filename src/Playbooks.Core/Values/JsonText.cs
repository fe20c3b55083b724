using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Playbooks;

/// <summary>
/// Writes JSON for files and terminals, never for HTML: characters that only HTML needs escaped stay readable.
/// </summary>
internal static class JsonText
{
    public static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON object as text.</summary>
    /// <param name="writeProperties">Writes the object's properties.</param>
    /// <param name="indented">True for several lines, false for one.</param>
    public static string Object(Action<Utf8JsonWriter> writeProperties, bool indented = true)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, WriterOptions with { Indented = indented }))
        {
            writer.WriteStartObject();
            writeProperties(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>The name of an enum's member in JSON, such as <c>timed_out</c>.</summary>
    public static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum
        => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>Writes an array of texts as a property of the open object.</summary>
    public static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
