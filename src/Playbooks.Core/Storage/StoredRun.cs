using Playbooks.Processes;

namespace Playbooks.Storage;

/// <summary>A run in the history. Nothing in it holds a secret.</summary>
public sealed record StoredRun
{
    /// <summary>The run. Later ones have greater ids, in ordinal order.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The path of the playbook that was run.</summary>
    public required string Playbook { get; init; }

    /// <summary>The digest of the whole nest, <see cref="PlaybookPlan.Digest"/>.</summary>
    public required string Digest { get; init; }

    /// <summary>How it stands with it.</summary>
    public RunStatus Status { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, in UTC; null when it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What it was given, as a JSON object; a mark stands for what is secret.</summary>
    public string Parameters { get; init; } = "{}";

    /// <summary>What the playbook declares under <c>outputs</c>, as a JSON object, secrets masked; null when it did not complete.</summary>
    /// <remarks>In the form of the journal: <c>{"$number": "NaN"}</c> is what JSON has no word for, and a key that begins with <c>$</c> bears another one.</remarks>
    public string? Outputs { get; init; }

    /// <summary>Why it did not complete, secrets masked.</summary>
    public string? Error { get; init; }

    /// <summary>The steps of the playbook itself; a nested run counts as one.</summary>
    public StepCounts Counts { get; init; }

    /// <summary>The run whose outputs it began with, when it is a rerun.</summary>
    public string? RerunOf { get; init; }

    /// <summary>Who carries it out; null when it has ended.</summary>
    public RunLease? Lease { get; init; }

    /// <summary>Whether nobody carries it out though it has not ended: its process died.</summary>
    /// <remarks>Of a process of this machine that is known at once, of another's when its lease has expired: as for resuming it.</remarks>
    /// <param name="now">The present, in UTC.</param>
    public bool IsInterrupted(DateTimeOffset now)
        => Status == RunStatus.Running && (Lease is null || Lease.ExpiresAt <= now || ProcessIdentity.IsDead(Lease.Owner));
}
