using System.Text.Encodings.Web;
using System.Text.Json;

namespace Playbooks.Cli;

/// <summary>Writes JSON to standard output: UTF-8 whatever the terminal's settings are, indented, in one piece.</summary>
internal static class JsonOutput
{
    // Without the escapes that only HTML needs.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Action<Utf8JsonWriter> write)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            write(writer);
        }

        Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    public static void Write(string json) => Write(System.Text.Encoding.UTF8.GetBytes(json));

    private static void Write(ReadOnlySpan<byte> json)
    {
        using Stream output = Console.OpenStandardOutput();
        output.Write(json);
        output.Write("\n"u8);
    }
}
