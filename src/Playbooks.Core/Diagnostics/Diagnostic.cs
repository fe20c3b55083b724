using System.Text.Json;

namespace Playbooks;

/// <summary>A fault of a playbook or of a run's input: the message, the place and the remedy.</summary>
public sealed record Diagnostic
{
    /// <summary>The kind, with a stable <see cref="DiagnosticDescriptor.Id"/>.</summary>
    public required DiagnosticDescriptor Descriptor { get; init; }

    /// <summary>The stable code, such as <c>PB2001</c>.</summary>
    public string Code => Descriptor.Id;

    /// <summary>The severity: an error stops the run, a warning does not.</summary>
    public required DiagnosticSeverity Severity { get; init; }

    /// <summary>The message: one sentence that names the fault.</summary>
    public required string Message { get; init; }

    /// <summary>The place; empty when the fault belongs to no file.</summary>
    public SourceLocation Location { get; init; }

    /// <summary>The remedy, if one is known.</summary>
    public string? Hint { get; init; }

    /// <summary>Formats it as <c>file:line:column: error PB2001: message</c>.</summary>
    public override string ToString()
    {
        string where = Location.ToString();
        string severity = Severity == DiagnosticSeverity.Error ? "error" : "warning";
        return where.Length == 0 ? $"{severity} {Code}: {Message}" : $"{where}: {severity} {Code}: {Message}";
    }

    /// <summary>
    /// Writes the properties <c>code</c>, <c>severity</c>, <c>file</c>, <c>line</c>, <c>column</c>, <c>message</c> and
    /// <c>hint</c> into the open JSON object. Unknown values are written as null.
    /// </summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("code", Code);
        writer.WriteString("severity", Severity == DiagnosticSeverity.Error ? "error" : "warning");
        writer.WriteString("file", Location.File);
        WriteKnown(writer, "line", Location.Line);
        WriteKnown(writer, "column", Location.Column);
        writer.WriteString("message", Message);
        writer.WriteString("hint", Hint);
    }

    /// <summary>Writes the property <c>diagnostics</c> into the open JSON object.</summary>
    internal static void WriteJson(Utf8JsonWriter writer, IReadOnlyList<Diagnostic> diagnostics)
    {
        writer.WriteStartArray("diagnostics");
        foreach (Diagnostic diagnostic in diagnostics)
        {
            writer.WriteStartObject();
            diagnostic.WriteJson(writer);
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
