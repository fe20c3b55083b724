namespace Playbooks;

/// <summary>The input for continuing a run that its journal does not hold.</summary>
public sealed record ResumeOptions
{
    /// <summary>The secret parameters, by name. They have to be given again.</summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; init; } = PlaybookValues.EmptyMap;

    /// <summary>The decisions about the steps in doubt, by their addresses.</summary>
    public IReadOnlyDictionary<string, StepDecision> Decisions { get; init; } = new Dictionary<string, StepDecision>();
}
