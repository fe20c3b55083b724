using System.Text.Json;

namespace Playbooks;

/// <summary>A playbook of a library, and how it stands with its verification.</summary>
public sealed record LibraryEntry
{
    /// <summary>From the library's root, with <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What people call it; null when the file has errors.</summary>
    public string? Name { get; init; }

    /// <summary>The author's version; null when there is none, or when the file has errors.</summary>
    public string? Version { get; init; }

    /// <summary>How its content stands to its verification.</summary>
    public required VerificationState State { get; init; }

    /// <summary>Who verified it, when and with what; null when nobody did.</summary>
    public VerificationRecord? Record { get; init; }

    /// <summary>The revision that was verified; 0 when there is none.</summary>
    public int Revision => Record?.Revision ?? 0;

    /// <summary>What is wrong with the file itself; the playbooks below it are not looked at.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Whether the file has errors.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Writes its properties, those of its record among them, into the open JSON object.</summary>
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
