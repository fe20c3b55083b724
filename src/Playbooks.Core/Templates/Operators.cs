using Playbooks.Values;

namespace Playbooks.Templates;

/// <summary>
/// An operator over two values. Operands are not converted: an operand of the wrong type is an error.
/// </summary>
internal sealed class BinaryExpression(string symbol, Expression left, Expression right) : Expression
{
    public override ParameterType KnownType => symbol switch
    {
        "~" => ParameterType.String,
        "+" => left.KnownType == right.KnownType ? left.KnownType : ParameterType.Any,
        _ => ParameterType.Boolean,
    };

    public override object? Evaluate(EvaluationScope scope)
    {
        object? a = left.Value(scope);
        object? b = right.Value(scope);
        return symbol switch
        {
            "==" => ValueComparison.AreEqual(a, b),
            "!=" => !ValueComparison.AreEqual(a, b),
            "<" => ValueComparison.Compare(a, b) < 0,
            "<=" => ValueComparison.Compare(a, b) <= 0,
            ">" => ValueComparison.Compare(a, b) > 0,
            ">=" => ValueComparison.Compare(a, b) >= 0,
            "in" => ValueComparison.Contains(b, a),
            "not in" => !ValueComparison.Contains(b, a),
            "~" => SecretText.Concatenate([a, b]),
            _ => ValueComparison.Add(a, b),
        };
    }
}

/// <summary><c>and</c> and <c>or</c>. The right side is evaluated only when the left side does not decide.</summary>
internal sealed class LogicalExpression(bool isAnd, Expression left, Expression right) : Expression
{
    public override ParameterType KnownType => ParameterType.Boolean;

    public override object? Evaluate(EvaluationScope scope)
    {
        bool first = ValueComparison.Truth(left.Value(scope), isAnd ? "and" : "or");
        return first == isAnd ? ValueComparison.Truth(right.Value(scope), isAnd ? "and" : "or") : first;
    }
}

internal sealed class NotExpression(Expression operand) : Expression
{
    public override ParameterType KnownType => ParameterType.Boolean;

    public override object? Evaluate(EvaluationScope scope) => !ValueComparison.Truth(operand.Value(scope), "not");
}
