using System.Text.Encodings.Web;
using System.Text.Json;

namespace Playbooks.Cli;

/// <summary>
/// Writes JSON to standard output: indented, at once, and in UTF-8 whatever the terminal's settings are.
/// </summary>
internal static class JsonOutput
{
    // Without the escapes that only HTML needs.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an object.</summary>
    /// <param name="writeProperties">Writes the object's properties.</param>
    public static void Write(Action<Utf8JsonWriter> writeProperties)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            writer.WriteStartObject();
            writeProperties(writer);
            writer.WriteEndObject();
        }

        Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Writes an array of objects as a property of the open object.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="name">The name of the property.</param>
    /// <param name="items">The objects.</param>
    /// <param name="writeProperties">Writes the properties of one of them.</param>
    public static void WriteArray<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> writeProperties)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            writeProperties(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void Write(string json) => Write(System.Text.Encoding.UTF8.GetBytes(json));

    private static void Write(ReadOnlySpan<byte> json)
    {
        using OutputStream output = OutputStream.Open();
        output.Write(json);
        output.Write("\n"u8);
    }
}
