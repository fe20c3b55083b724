using System.Text.Json;

namespace Playbooks;

/// <summary>One thing that is wrong with a playbook or with what it was given: what, where and what to do.</summary>
public sealed record Diagnostic
{
    /// <summary>Its kind, with a stable <see cref="DiagnosticDescriptor.Id"/>.</summary>
    public required DiagnosticDescriptor Descriptor { get; init; }

    /// <summary>The stable code, such as <c>PB2001</c>.</summary>
    public string Code => Descriptor.Id;

    /// <summary>How bad it is.</summary>
    public required DiagnosticSeverity Severity { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>Where; empty when it belongs to no file.</summary>
    public SourceLocation Location { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Hint { get; init; }

    /// <summary><c>file:line:column: error PB2001: message</c>.</summary>
    public override string ToString()
    {
        string where = Location.ToString();
        string severity = Severity == DiagnosticSeverity.Error ? "error" : "warning";
        return where.Length == 0 ? $"{severity} {Code}: {Message}" : $"{where}: {severity} {Code}: {Message}";
    }

    /// <summary>
    /// Writes the properties <c>code</c>, <c>severity</c>, <c>file</c>, <c>line</c>, <c>column</c>, <c>message</c> and
    /// <c>hint</c> into the open JSON object. Null stands for what is not known.
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
