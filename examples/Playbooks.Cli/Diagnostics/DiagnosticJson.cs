using System.Text.Json;

namespace Playbooks.Cli;

/// <summary>Diagnostics for programs.</summary>
internal static class DiagnosticJson
{
    /// <summary><c>{ "valid": …, "diagnostics": […] }</c>.</summary>
    public static void WriteResult(Utf8JsonWriter writer, IReadOnlyList<Diagnostic> diagnostics, LibraryFolder folder)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid", diagnostics.All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error));
        Write(writer, diagnostics, folder);
        writer.WriteEndObject();
    }

    /// <summary>The property <c>diagnostics</c> alone.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Diagnostic> diagnostics, LibraryFolder folder)
    {
        writer.WriteStartArray("diagnostics");
        foreach (Diagnostic diagnostic in diagnostics)
        {
            SourceLocation location = diagnostic.Location;
            writer.WriteStartObject();
            writer.WriteString("code", diagnostic.Code);
            writer.WriteString("severity", diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning");
            writer.WriteString("file", location.File is null ? null : folder.Shown(location.File));
            WriteKnown(writer, "line", location.Line);
            WriteKnown(writer, "column", location.Column);
            writer.WriteString("message", diagnostic.Message);
            writer.WriteString("hint", folder.Shown(diagnostic));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteKnown(Utf8JsonWriter writer, string name, int number)
    {
        if (number > 0)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
