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

    /// <summary>The definition of the step's type.</summary>
    public StepDefinition Definition { get; }

    /// <summary>The playbook that the step runs, or null when it is not a <c>playbook.run</c>.</summary>
    public PlannedPlaybook? Nested { get; }

    /// <summary>The time limit for all attempts together; null when the step has no limit of its own.</summary>
    public TimeSpan? Timeout => Step.Timeout ?? Definition.Timeout;

    /// <summary>The steps that undo this step.</summary>
    public IReadOnlyList<PlannedStep> Rollback { get; internal init; } = [];

    /// <summary>The step's effect on the world.</summary>
    public StepEffect Effect => Nested?.Effect ?? OwnEffect;

    /// <summary>
    /// The arguments that are the same in every run, by parameter: constants, and defaults of parameters that are not
    /// given. Arguments from templates are missing.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Constants => ConstantsOf(Parameters, Arguments);

    /// <summary>True when a resumed run may run the step again after an interruption within it.</summary>
    public bool IsRepeatable => Step.Repeatable ?? Definition.Repeatable ?? Effect == StepEffect.ReadOnly;

    /// <summary>The parameters of the step's type, or of the playbook that it runs.</summary>
    internal IReadOnlyList<PlaybookParameter> Parameters => Nested?.Playbook.Parameters ?? Definition.Parameters;

    /// <summary>True when there is nothing to evaluate: the step gives no arguments, and no default applies.</summary>
    internal bool TakesNothing => Arguments.Length == 0 && Defaults.Length == 0;

    /// <summary>The index of the step's outputs among those of its playbook's run.</summary>
    internal int Slot { get; init; }

    /// <summary>The handler; null for a nested playbook, which the engine runs itself.</summary>
    internal IStepHandler? Handler { get; }

    /// <summary>The effect of a step that is not a nested playbook.</summary>
    internal StepEffect OwnEffect { get; init; }

    /// <summary>True when a run that only predicts runs the step too.</summary>
    internal bool RunsInCheck => Nested is not null || OwnEffect == StepEffect.ReadOnly || Definition.SupportsCheck;

    internal static Dictionary<string, object?> ConstantsOf(
        IReadOnlyList<PlaybookParameter> parameters, IReadOnlyList<PlannedArgument> arguments)
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

    /// <summary>
    /// True when the condition refers to the item, so that it is evaluated for each iteration and not once.
    /// </summary>
    internal bool HasConditionPerItem { get; init; }

    internal Expression? ForEach { get; init; }

    /// <summary>The arguments that the step gives, in the order of the file.</summary>
    internal PlannedArgument[] Arguments { get; init; } = [];

    /// <summary>The names of <see cref="Arguments"/> and, after them, of <see cref="Defaults"/>.</summary>
    internal string[] ArgumentNames => field ??=
    [
        .. Arguments.Select(argument => argument.Parameter.Name),
        .. Defaults.Select(parameter => parameter.Name),
    ];

    /// <summary>The paths of the outputs that are secrets, each key by key.</summary>
    internal string[][] SecretOutputs { get; init; } = [];

    /// <summary>The parameters of the step's type that the step does not give and that have a default.</summary>
    internal PlaybookParameter[] Defaults { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Step.Id;
}
