namespace Playbooks;

/// <summary>What the journal of a run does not hold, to continue it.</summary>
public sealed record ResumeOptions
{
    /// <summary>Parameters to be given again, by name: those that are secret.</summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; init; } = PlaybookValues.EmptyMap;

    /// <summary>What became of the steps that are in doubt, by their addresses.</summary>
    public IReadOnlyDictionary<string, StepDecision> Decisions { get; init; } = new Dictionary<string, StepDecision>();
}
