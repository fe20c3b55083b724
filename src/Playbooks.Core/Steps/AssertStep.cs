namespace Playbooks;

/// <summary><c>utility.assert</c>: fails unless every condition holds.</summary>
internal sealed class AssertStep : IStepHandler
{
    private const string That = "that";

    public StepDefinition Definition { get; } = new()
    {
        Type = "utility.assert",
        Description = "Fails unless every condition holds, and names all that do not.",
        Parameters =
        [
            new()
            {
                Name = That,
                Type = ParameterType.Any,
                Required = true,
                Description = "A condition as under 'when', or a list of them; "
                    + "each may be a map with 'condition' and 'message'.",
            },
        ],
        Outputs =
        [
            new("count", "The number of conditions.", ParameterType.Integer),
            new("failures", "The messages of the conditions that do not hold, in order.", ParameterType.List),
        ],
        Effect = StepEffect.ReadOnly,
        ConditionsParameter = That,
    };

    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<object?> conditions = context.Arguments.GetList(That);
        object?[] failures =
        [
            .. conditions.OfType<IReadOnlyDictionary<string, object?>>()
                .Where(condition => condition[DecidedCondition.Holds] is not true)
                .Select(Describe),
        ];
        Dictionary<string, object?> outputs = new() { ["count"] = (long)conditions.Count, ["failures"] = failures };
        return new(failures.Length == 0
            ? StepResult.Completed(outputs)
            : StepResult.Failed(
                $"{failures.Length} of {conditions.Count} "
                + $"{(conditions.Count == 1 ? "assertion" : "assertions")} failed: "
                + string.Join("; ", failures),
                outputs));
    }

    private static string Describe(IReadOnlyDictionary<string, object?> condition)
    {
        string written = $"'{condition[DecidedCondition.Condition]}'";
        // ToText gives the mask for a secret.
        string? message = condition.GetValueOrDefault(DecidedCondition.Message) is object given
            ? PlaybookValues.ToText(given)
            : null;
        string said = string.IsNullOrWhiteSpace(message) ? $"{written} does not hold" : message;
        return condition.GetValueOrDefault(DecidedCondition.Error) is string error
            ? $"{said} ({written} cannot be decided: {error})"
            : said;
    }
}
