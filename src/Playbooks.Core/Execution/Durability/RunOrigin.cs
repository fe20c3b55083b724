using Playbooks.Storage;

namespace Playbooks;

/// <summary>The input that a run begins with.</summary>
internal sealed record RunOrigin
{
    /// <summary>The parameters of the root playbook, by name.</summary>
    public required IReadOnlyDictionary<string, object?> Given { get; init; }

    /// <summary>The options of the run.</summary>
    public RunOptions Options { get; init; } = new();

    /// <summary>The results of steps that have ended already; null for none.</summary>
    public JournalReplay? Replay { get; init; }

    /// <summary>The journal entries that a rerun copies from the earlier run.</summary>
    public IReadOnlyList<JournalEntry> Earlier { get; init; } = [];

    /// <summary>The earlier run, when this is a rerun.</summary>
    public string? RerunOf { get; init; }

    /// <summary>The lease of a run that is resumed; null for a new run.</summary>
    public RunLease? Lease { get; init; }

    /// <summary>The start of a run that is resumed; null for a new run.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}
