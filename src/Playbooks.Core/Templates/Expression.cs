using Playbooks.Values;

namespace Playbooks.Templates;

/// <summary>A part of a template, parsed and checked; evaluating it parses nothing. Immutable.</summary>
internal abstract class Expression
{
    /// <summary>True when the value is the same in every run.</summary>
    public virtual bool IsConstant => false;

    /// <summary>
    /// The type of the value, or <see cref="ParameterType.Any"/> when it is not known before the run.
    /// </summary>
    public virtual ParameterType KnownType => ParameterType.Any;

    /// <summary>The value, which may be <see cref="Undefined"/>; for the use of other expressions.</summary>
    public abstract object? Evaluate(EvaluationScope scope);

    /// <summary>Gets the value, which exists.</summary>
    /// <exception cref="TemplateException">The value is undefined, or cannot be computed.</exception>
    public object? Value(EvaluationScope scope) => Undefined.Reject(Evaluate(scope));
}

internal sealed class ConstantExpression(object? value) : Expression
{
    public override bool IsConstant => true;

    public object? Constant => value;

    public override object? Evaluate(EvaluationScope scope) => value;
}

/// <summary>Text around templates. The result is text, and a secret as soon as one part is a secret.</summary>
internal sealed class ConcatenationExpression(IReadOnlyList<Expression> parts) : Expression
{
    public override ParameterType KnownType => ParameterType.String;

    public override object? Evaluate(EvaluationScope scope)
    {
        string[] texts = new string[parts.Count];
        bool isSecret = false;
        for (int i = 0; i < texts.Length; i++)
        {
            object? value = parts[i].Value(scope);
            if (value is Secret { IsLost: true })
            {
                // The result is lost too. That matters only to an expression that uses it.
                return value;
            }

            (texts[i], bool secret) = SecretText.Reveal(value);
            isSecret |= secret;
        }

        return SecretText.Concatenate(texts, isSecret);
    }
}

internal sealed class ListExpression(IReadOnlyList<Expression> items) : Expression
{
    public IReadOnlyList<Expression> Items => items;

    public override ParameterType KnownType => ParameterType.List;

    public override object? Evaluate(EvaluationScope scope)
    {
        object?[] values = new object?[items.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = items[i].Value(scope);
        }

        return values;
    }
}

internal sealed class MapExpression(IReadOnlyList<KeyValuePair<string, Expression>> entries) : Expression
{
    public override ParameterType KnownType => ParameterType.Dict;

    public override object? Evaluate(EvaluationScope scope)
    {
        Dictionary<string, object?> values = new(entries.Count, StringComparer.Ordinal);
        foreach ((string key, Expression entry) in entries)
        {
            values[key] = entry.Value(scope);
        }

        return values;
    }
}
