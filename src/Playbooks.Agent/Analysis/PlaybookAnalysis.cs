namespace Playbooks.Agent;

/// <summary>
/// The findings of ansible-lint in an Ansible playbook and in the files that it uses, grouped by the quality at risk.
/// </summary>
internal sealed record PlaybookAnalysis
{
    /// <summary>The Ansible playbook, relative to the repository.</summary>
    public required string Playbook { get; init; }

    /// <summary>The number of findings, including those that were left out.</summary>
    public int FindingCount { get; init; }

    /// <summary>The number of findings that were left out because there are too many.</summary>
    public int LeftOut { get; init; }

    /// <summary>Findings that make a second run change something again, or differ from the first.</summary>
    public IReadOnlyList<PlaybookFinding> Idempotency { get; init; } = [];

    /// <summary>Findings that hide failures, or that make the playbook fail before it begins.</summary>
    public IReadOnlyList<PlaybookFinding> ErrorHandling { get; init; } = [];

    /// <summary>Findings that make a run slower than necessary.</summary>
    public IReadOnlyList<PlaybookFinding> Performance { get; init; } = [];

    /// <summary>Findings that are unsafe or surprising.</summary>
    public IReadOnlyList<PlaybookFinding> BestPractices { get; init; } = [];

    /// <summary>Findings about names, format and metadata.</summary>
    public IReadOnlyList<PlaybookFinding> Standards { get; init; } = [];
}
