using Playbooks.Reading;
using Playbooks.Templates;
using Playbooks.Values;

namespace Playbooks;

/// <summary>
/// Checks and compiles the conditions that a step gives as <see cref="StepDefinition.ConditionsParameter"/>.
/// </summary>
internal sealed class ConditionPlanner(TemplateCompiler compiler, DiagnosticBag diagnostics)
{
    private static readonly string[] Keys = [DecidedCondition.Condition, DecidedCondition.Message];

    public Expression Plan(MapEntry entry)
    {
        List<ConditionEntry> conditions = [];
        IReadOnlyList<PlaybookValue> written = entry.Value is ListValue list ? list.Items : [entry.Value];
        if (written.Count == 0)
        {
            diagnostics.Add(
                DiagnosticDescriptors.WrongArgument,
                entry.Value.Location,
                $"'{entry.Key}' has no conditions",
                "Give at least one.");
        }

        foreach (PlaybookValue value in written)
        {
            if (PlanOne(entry.Key, value) is ConditionEntry condition)
            {
                conditions.Add(condition);
            }
        }

        return new ConditionListExpression(conditions);
    }

    private ConditionEntry? PlanOne(string parameter, PlaybookValue value)
    {
        switch (value)
        {
            case ScalarValue { Value: not null } scalar:
                return new ConditionEntry(scalar.Text.Trim(), Compile(scalar), Message: null);
            case MapValue map:
                return PlanMap(parameter, map);
            default:
                diagnostics.Add(
                    DiagnosticDescriptors.WrongArgument,
                    value.Location,
                    $"'{parameter}' must be made of expressions, or of maps with 'condition' and 'message', "
                    + $"not {value.Described}");
                return null;
        }
    }

    private ConditionEntry? PlanMap(string parameter, MapValue map)
    {
        foreach (MapEntry unknown in map.Entries.Where(entry => !Keys.Contains(entry.Key, StringComparer.Ordinal)))
        {
            diagnostics.Add(
                DiagnosticDescriptors.UnknownArgument,
                unknown.KeyLocation,
                $"An entry of '{parameter}' has no '{unknown.Key}'",
                Suggestion.For(unknown.Key, Keys) ?? "It has: condition, message.");
        }

        Expression? message = map.Find(DecidedCondition.Message) is MapEntry said
            ? compiler.Compile(said.Value, ParameterType.String)
            : null;
        PlaybookValue? condition = map.Find(DecidedCondition.Condition)?.Value;
        if (condition is ScalarValue { Value: not null } scalar)
        {
            return new ConditionEntry(scalar.Text.Trim(), Compile(scalar), message);
        }

        if (condition is null)
        {
            diagnostics.Add(
                DiagnosticDescriptors.MissingArgument,
                map.Location,
                $"An entry of '{parameter}' has no 'condition'",
                "Add 'condition: EXPRESSION'.");
        }
        else
        {
            diagnostics.Add(
                DiagnosticDescriptors.WrongArgument,
                condition.Location,
                $"'condition' must be an expression, not {condition.Described}");
        }

        return null;
    }

    private Expression Compile(ScalarValue condition)
    {
        Expression expression = compiler.CompileCondition(condition);
        string? given = expression is ConstantExpression constant
            ? constant.Constant is bool ? null : ValueDescription.Of(constant.Constant)
            : ParameterValues.MayBe(expression.KnownType, ParameterType.Boolean) ? null
            : ParameterValues.Describe(expression.KnownType);
        if (given is not null)
        {
            diagnostics.Add(
                DiagnosticDescriptors.WrongArgument,
                condition.Location,
                $"The condition '{condition.Text.Trim()}' gives {given}, and must give true or false",
                "Compare it, as in x != ''.");
        }

        return expression;
    }
}
