namespace Playbooks;

/// <summary>How strictly nests are checked.</summary>
public sealed record PlannerOptions
{
    /// <summary>How many levels of nested playbooks may lie below the root.</summary>
    /// <value>3 by default; at least 0.</value>
    public int MaximumNestingDepth { get; init; } = 3;

    /// <summary>Whether a drifted child is an error and not a warning.</summary>
    public bool Strict { get; init; }
}
