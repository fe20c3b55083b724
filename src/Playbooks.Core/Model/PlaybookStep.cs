namespace Playbooks;

/// <summary>One step of a playbook, as it was written.</summary>
public sealed record PlaybookStep
{
    /// <summary>The id, unique in its playbook. Templates and addresses use it.</summary>
    public required string Id { get; init; }

    /// <summary>The name that people see; the id, when none is given.</summary>
    public required string Name { get; init; }

    /// <summary>A description for people.</summary>
    public string? Description { get; init; }

    /// <summary>The step type, such as <c>http.request</c>. It selects the <see cref="IStepHandler"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The arguments for the step type, with templates not yet evaluated.</summary>
    internal MapValue Parameters { get; init; } = MapValue.Empty;

    /// <summary>The condition: the step is skipped when it is false. Null: it always runs.</summary>
    internal ScalarValue? When { get; init; }

    /// <summary>
    /// A list, a map, or a template that gives one. The step runs once for each item. Null: it runs once.
    /// </summary>
    internal PlaybookValue? ForEach { get; init; }

    /// <summary>The number of iterations of <see cref="ForEach"/> that run at the same time.</summary>
    /// <value>1 to 1,000; 1 by default.</value>
    public int MaximumParallel { get; init; } = 1;

    /// <summary>The time limit of all attempts together; null for that of the step type.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The policy for retries.</summary>
    internal RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>The effect of its failure on the playbook.</summary>
    internal FailureAction OnFailure { get; init; }

    /// <summary>
    /// The steps that undo this step when a later one fails with <see cref="FailureAction.Rollback"/>. They can use
    /// this step's outputs.
    /// </summary>
    public IReadOnlyList<PlaybookStep> Rollback { get; init; } = [];

    /// <summary>
    /// True when a resumed run may repeat the step after an interruption; null for the answer of the step type.
    /// </summary>
    public bool? Repeatable { get; init; }

    /// <summary>
    /// The outputs that are secrets: a name, or the path to a value in it, such as <c>json.token</c>.
    /// </summary>
    internal IReadOnlyList<ScalarValue> SecretOutputs { get; init; } = [];

    /// <summary>The place where it begins.</summary>
    public SourceLocation Location { get; init; }

    /// <summary>The place of its type.</summary>
    public SourceLocation TypeLocation { get; init; }
}
