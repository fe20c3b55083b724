namespace Playbooks.Templates;

/// <summary>The values of one playbook's run that its templates can see, and nothing else.</summary>
internal sealed class EvaluationScope
{
    /// <summary>Sees nothing: for what is constant.</summary>
    public static EvaluationScope Empty => new() { Parameters = PlaybookValues.EmptyMap };

    /// <summary>Every declared parameter; null for one that was neither given nor has a default.</summary>
    public required IReadOnlyDictionary<string, object?> Parameters { get; init; }

    /// <summary>The credentials that the nest asks for, by name.</summary>
    public IReadOnlyDictionary<string, Credential> Credentials { get; init; } = new Dictionary<string, Credential>();

    /// <summary>What <c>execution</c> gives.</summary>
    public IReadOnlyDictionary<string, object?> Execution { get; init; } = PlaybookValues.EmptyMap;

    /// <summary>The outputs of the steps that ran, by id. Written between steps only.</summary>
    public Dictionary<string, IReadOnlyDictionary<string, object?>> Steps { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The variables that were set.</summary>
    public VariableStore Variables { get; init; } = new();

    /// <summary>The iteration that it is for; null outside of loops.</summary>
    public LoopItem? Item { get; init; }

    /// <summary>The same, for one iteration of a loop.</summary>
    public EvaluationScope For(LoopItem item) => Copy(Steps, item);

    /// <summary>The same as it is now, with a step that has run besides: what undoes that step sees this, whatever happens later.</summary>
    public EvaluationScope WithStep(string id, IReadOnlyDictionary<string, object?> outputs)
        => Copy(new Dictionary<string, IReadOnlyDictionary<string, object?>>(Steps, StringComparer.Ordinal) { [id] = outputs }, Item);

    private EvaluationScope Copy(Dictionary<string, IReadOnlyDictionary<string, object?>> steps, LoopItem? item) => new()
    {
        Parameters = Parameters,
        Credentials = Credentials,
        Execution = Execution,
        Steps = steps,
        Variables = Variables,
        Item = item,
    };
}
