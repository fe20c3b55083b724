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
}
