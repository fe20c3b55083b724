namespace Playbooks;

/// <summary>One step of a playbook, as it was written.</summary>
public sealed record PlaybookStep
{
    /// <summary>Unique in its playbook; templates and addresses use it.</summary>
    public required string Id { get; init; }

    /// <summary>What people see. The id, when none is given.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, for its readers.</summary>
    public string? Description { get; init; }

    /// <summary>The step type, such as <c>http.request</c>, which names its <see cref="IStepHandler"/>.</summary>
    public required string Type { get; init; }

    /// <summary>What it gives to the step type, templates not yet evaluated.</summary>
    internal MapValue Parameters { get; init; } = MapValue.Empty;

    /// <summary>An expression: the step is skipped when it is false. Null: it always runs.</summary>
    internal ScalarValue? When { get; init; }

    /// <summary>A list, a map, or a template that gives one: the step runs once for each of its items. Null: it runs once.</summary>
    internal PlaybookValue? ForEach { get; init; }

    /// <summary>How many iterations of <see cref="ForEach"/> run at a time.</summary>
    /// <value>1 to 1,000; 1 by default.</value>
    public int MaximumParallel { get; init; } = 1;

    /// <summary>How long all its attempts together may take; null for what the step type says.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether and when it is tried again.</summary>
    internal RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>What its failure means for the playbook.</summary>
    internal FailureAction OnFailure { get; init; }

    /// <summary>What undoes it, when a later step fails with <see cref="FailureAction.Rollback"/>. Runs with this step's outputs.</summary>
    public IReadOnlyList<PlaybookStep> Rollback { get; init; } = [];

    /// <summary>Whether a resumed run may simply run it again when it was interrupted within it; null for what the step type says.</summary>
    public bool? Repeatable { get; init; }

    /// <summary>Which of its outputs are secrets: a name, or the way to a value in it, such as <c>json.token</c>.</summary>
    internal IReadOnlyList<ScalarValue> SecretOutputs { get; init; } = [];

    /// <summary>Where it begins.</summary>
    public SourceLocation Location { get; init; }

    /// <summary>Where its type is named.</summary>
    public SourceLocation TypeLocation { get; init; }
}
