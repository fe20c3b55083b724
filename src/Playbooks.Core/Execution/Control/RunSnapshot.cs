namespace Playbooks;

/// <summary>How it stands with a run at one moment.</summary>
public sealed record RunSnapshot
{
    /// <summary>Where it is in its life.</summary>
    public required RunPhase Phase { get; init; }

    /// <summary>The innermost steps that are under way, or wait to be; several where a loop runs them in parallel.</summary>
    public required IReadOnlyList<StepAddress> Current { get; init; }
}
