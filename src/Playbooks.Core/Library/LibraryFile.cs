namespace Playbooks;

/// <summary>A playbook's file as it was read once: everything later is about these bytes.</summary>
internal sealed record LibraryFile
{
    public required PlaybookPath Path { get; init; }

    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>SHA-256 of <see cref="Content"/>, in lower-case hexadecimal; empty when it could not be read.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Null when there are errors.</summary>
    public Playbook? Playbook { get; init; }

    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];
}
