using System.Text.Json;

namespace Playbooks.Cli;

/// <summary>The library's playbooks for programs.</summary>
internal static class ListJson
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<LibraryEntry> entries, LibraryFolder folder)
    {
        writer.WriteStartObject();
        writer.WriteString("library", folder.Library.RootDirectory);
        writer.WriteStartArray("playbooks");
        foreach (LibraryEntry entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteString("path", entry.Path);
            writer.WriteString("name", entry.Name);
            writer.WriteString("version", entry.Version);
            writer.WriteString("state", SnakeCase.Of(entry.State));
            RecordJson.Write(writer, entry.Record);
            DiagnosticJson.Write(writer, entry.Diagnostics, folder);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
