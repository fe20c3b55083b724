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

    /// <summary>What undoes it.</summary>
    public IReadOnlyList<PlannedStep> Rollback { get; internal init; } = [];

    /// <summary>What it does to the world.</summary>
    public StepEffect Effect => Nested?.Effect ?? OwnEffect;

    /// <summary>What it gives in every run, by parameter: its constants, and the defaults of what it does not give. What a template gives is missing.</summary>
    public IReadOnlyDictionary<string, object?> Constants => ConstantsOf(Parameters, Arguments);

    /// <summary>Whether a resumed run may simply run it again when it was interrupted within it.</summary>
    public bool IsRepeatable => Step.Repeatable ?? Definition.Repeatable ?? Effect == StepEffect.ReadOnly;

    /// <summary>What its target takes: the step type, or the playbook that it runs.</summary>
    internal IReadOnlyList<PlaybookParameter> Parameters => Nested?.Playbook.Parameters ?? Definition.Parameters;

    /// <summary>Whether there is nothing to evaluate for it: it gives nothing, and no default stands in.</summary>
    internal bool TakesNothing => Arguments.Length == 0 && Defaults.Length == 0;

    /// <summary>Where its outputs stand among those of its playbook's run.</summary>
    internal int Slot { get; init; }

    /// <summary>Null for a nested playbook, which the engine runs itself.</summary>
    internal IStepHandler? Handler { get; }

    /// <summary>What a step that is no nested playbook does to the world.</summary>
    internal StepEffect OwnEffect { get; init; }

    /// <summary>Whether a run that only predicts runs it too.</summary>
    internal bool RunsInCheck => Nested is not null || OwnEffect == StepEffect.ReadOnly || Definition.SupportsCheck;

    internal static Dictionary<string, object?> ConstantsOf(IReadOnlyList<PlaybookParameter> parameters, IReadOnlyList<PlannedArgument> arguments)
    {
        Dictionary<string, object?> constants = new(StringComparer.Ordinal);
        foreach (PlaybookParameter parameter in parameters)
        {
            Expression? given = arguments.FirstOrDefault(argument => argument.Parameter.Name == parameter.Name)?.Value;
            if (given is null or ConstantExpression)
            {
                constants[parameter.Name] = (given as ConstantExpression)?.Constant ?? parameter.Default;
            }
        }

        return constants;
    }

    internal Expression? Condition { get; init; }

    /// <summary>Whether the condition looks at the item, so that it is evaluated for each iteration and not once.</summary>
    internal bool HasConditionPerItem { get; init; }

    internal Expression? ForEach { get; init; }

    /// <summary>What the step gives, by name, in the order of the file.</summary>
    internal PlannedArgument[] Arguments { get; init; } = [];

    /// <summary>The names of <see cref="Arguments"/> and, after them, of <see cref="Defaults"/>.</summary>
    internal string[] ArgumentNames => field ??= [.. Arguments.Select(argument => argument.Parameter.Name), .. Defaults.Select(parameter => parameter.Name)];

    /// <summary>Which of its outputs are secrets: the way to each, key by key.</summary>
    internal string[][] SecretOutputs { get; init; } = [];

    /// <summary>The parameters of its step type that it does not give, and that have a default.</summary>
    internal PlaybookParameter[] Defaults { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Step.Id;
}
