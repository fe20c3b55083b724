using Playbooks.Storage;

namespace Playbooks;

/// <summary>What a run begins with.</summary>
internal sealed record RunOrigin
{
    /// <summary>What the root playbook is given, by name.</summary>
    public required IReadOnlyDictionary<string, object?> Given { get; init; }

    /// <summary>How it is run.</summary>
    public RunOptions Options { get; init; } = new();

    /// <summary>What is known already of its steps; null for nothing.</summary>
    public JournalReplay? Replay { get; init; }

    /// <summary>What is copied into the journal of a new run from the one that it repeats a part of.</summary>
    public IReadOnlyList<JournalEntry> Earlier { get; init; } = [];

    /// <summary>The run that it repeats a part of.</summary>
    public string? RerunOf { get; init; }

    /// <summary>The lease of a run that is resumed; null for a new run.</summary>
    public RunLease? Lease { get; init; }

    /// <summary>When a run that is resumed began; null for a new run.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}
