using Playbooks.Values;

namespace Playbooks.Templates;

/// <summary>
/// Conditions with their messages. Each is decided by itself, so that all that do not hold are reported at once.
/// </summary>
internal sealed class ConditionListExpression(IReadOnlyList<ConditionEntry> entries) : Expression
{
    public override ParameterType KnownType => ParameterType.List;

    public override object? Evaluate(EvaluationScope scope)
    {
        object?[] values = new object?[entries.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Decide(entries[i], scope);
        }

        return values;
    }

    private static Dictionary<string, object?> Decide(ConditionEntry entry, EvaluationScope scope)
    {
        Dictionary<string, object?> decided = new(StringComparer.Ordinal)
        {
            [DecidedCondition.Condition] = entry.Written,
            [DecidedCondition.Holds] = false,
        };
        try
        {
            if (ValueComparison.Truth(entry.Condition.Value(scope), DecidedCondition.Condition))
            {
                decided[DecidedCondition.Holds] = true;
                return decided;
            }
        }
        catch (TemplateException exception) when (!(exception.LacksStep && scope.Values.IsCheck))
        {
            decided[DecidedCondition.Error] = exception.Message;
        }

        try
        {
            // Only now: a message may quote a value that exists only when the condition does not hold.
            decided[DecidedCondition.Message] = entry.Message?.Value(scope);
        }
        catch (TemplateException exception) when (!(exception.LacksStep && scope.Values.IsCheck))
        {
            string before = decided.GetValueOrDefault(DecidedCondition.Error) is string first ? $"{first}; " : "";
            decided[DecidedCondition.Error] = $"{before}its message cannot be made: {exception.Message}";
        }

        return decided;
    }
}

/// <summary>A condition, as it was written and as it is evaluated, and the message for when it does not hold.</summary>
internal sealed record ConditionEntry(string Written, Expression Condition, Expression? Message);
