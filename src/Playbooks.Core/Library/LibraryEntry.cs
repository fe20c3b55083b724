using System.Text.Json;

namespace Playbooks;

/// <summary>A playbook of a library, with the state of its verification.</summary>
public sealed record LibraryEntry
{
    /// <summary>The path from the library's root, with <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The name that people see; null when the file has errors.</summary>
    public string? Name { get; init; }

    /// <summary>The author's version; null when there is none, or when the file has errors.</summary>
    public string? Version { get; init; }

    /// <summary>The state of its verification.</summary>
    public required VerificationState State { get; init; }

    /// <summary>The record of its verification; null when there is none.</summary>
    public VerificationRecord? Record { get; init; }

    /// <summary>The revision that was verified; 0 when there is none.</summary>
    public int Revision => Record?.Revision ?? 0;

    /// <summary>The errors and warnings of the file itself, without those of the playbooks below it.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>True when the file has errors.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Writes its properties, including those of its record, into the open JSON object.</summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("path", Path);
        writer.WriteString("name", Name);
        writer.WriteString("version", Version);
        writer.WriteString("state", JsonText.NameOf(State));
        VerificationRecord.WriteJson(writer, Record);
        Diagnostic.WriteJson(writer, Diagnostics);
    }
}
