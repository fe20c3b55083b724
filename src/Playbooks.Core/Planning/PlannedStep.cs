using Playbooks.Templates;

namespace Playbooks;

/// <summary>A step as it will run.</summary>
public sealed class PlannedStep
{
    internal PlannedStep(PlaybookStep step, StepDefinition definition, IStepHandler? handler, PlannedPlaybook? nested)
    {
        Step = step;
        Definition = definition;
        Handler = handler;
        Nested = nested;
    }

    /// <summary>The step as it was written.</summary>
    public PlaybookStep Step { get; }

    /// <summary>What is known of its type.</summary>
    public StepDefinition Definition { get; }

    /// <summary>The playbook that it runs, or null when it is no <c>playbook.run</c>.</summary>
    public PlannedPlaybook? Nested { get; }

    /// <summary>How long all its attempts together may take; null for no limit of its own.</summary>
    public TimeSpan? Timeout => Step.Timeout ?? Definition.Timeout;

    /// <summary>What it does to the world.</summary>
    public StepEffect Effect => Nested?.Effect ?? Definition.Effect;

    /// <summary>Null for a nested playbook, which the engine runs itself.</summary>
    internal IStepHandler? Handler { get; }

    internal Expression? Condition { get; init; }

    /// <summary>What the step gives, by name, in the order of the file.</summary>
    internal IReadOnlyList<PlannedArgument> Arguments { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Step.Id;
}
