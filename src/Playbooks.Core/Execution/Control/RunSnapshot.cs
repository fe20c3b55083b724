namespace Playbooks;

/// <summary>The state of a run at one moment.</summary>
public sealed record RunSnapshot
{
    /// <summary>The run's phase.</summary>
    public required RunPhase Phase { get; init; }

    /// <summary>The innermost steps that are under way or wait to begin. A parallel loop can have several.</summary>
    public required IReadOnlyList<StepAddress> Current { get; init; }
}
