namespace Playbooks.Agent;

/// <summary>What ansible-lint found in an Ansible playbook and what it uses of the repository, grouped by what it puts at risk.</summary>
internal sealed record PlaybookAnalysis
{
    /// <summary>The Ansible playbook, relative to the repository.</summary>
    public required string Playbook { get; init; }

    /// <summary>How many findings there are, those that were left out among them.</summary>
    public int FindingCount { get; init; }

    /// <summary>How many were left out, as there are too many.</summary>
    public int LeftOut { get; init; }

    /// <summary>What makes a second run change something again, or differ from the first.</summary>
    public IReadOnlyList<PlaybookFinding> Idempotency { get; init; } = [];

    /// <summary>What hides failures, or fails before it begins.</summary>
    public IReadOnlyList<PlaybookFinding> ErrorHandling { get; init; } = [];

    /// <summary>What makes a run slower than it has to be.</summary>
    public IReadOnlyList<PlaybookFinding> Performance { get; init; } = [];

    /// <summary>What is unsafe, or will surprise somebody.</summary>
    public IReadOnlyList<PlaybookFinding> BestPractices { get; init; } = [];

    /// <summary>How it is written: names, format, metadata.</summary>
    public IReadOnlyList<PlaybookFinding> Standards { get; init; } = [];
}
