namespace Playbooks.Storage;

/// <summary>The end of a run, or the fact that it is in doubt.</summary>
public sealed record RunCompletion
{
    /// <summary>The status: any but <see cref="RunStatus.Running"/>.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The time at which the run ended, in UTC; null for a run in doubt.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <inheritdoc cref="StoredRun.Outputs"/>
    public string? Outputs { get; init; }

    /// <inheritdoc cref="StoredRun.Error"/>
    public string? Error { get; init; }

    /// <inheritdoc cref="StoredRun.Counts"/>
    public StepCounts Counts { get; init; }
}
