using Playbooks.Values;

namespace Playbooks.Templates;

/// <summary>A part of a template, parsed and checked; evaluating it parses nothing. Immutable.</summary>
internal abstract class Expression
{
    /// <summary>Whether it is the same in every run.</summary>
    public virtual bool IsConstant => false;

    /// <summary>The type that its value will have, as far as that is known before the run; <see cref="ParameterType.Any"/> when it is not.</summary>
    public virtual ParameterType KnownType => ParameterType.Any;

    /// <summary>The value, which may be <see cref="Undefined"/>; for the use of other expressions.</summary>
    public abstract object? Evaluate(EvaluationScope scope);

    /// <summary>The value, which exists.</summary>
    /// <exception cref="TemplateException">It cannot be had.</exception>
    public object? Value(EvaluationScope scope) => Undefined.Reject(Evaluate(scope));
}

internal sealed class ConstantExpression(object? value) : Expression
{
    public override bool IsConstant => true;

    public object? Constant => value;

    public override object? Evaluate(EvaluationScope scope) => value;
}

/// <summary>Text around templates: always text, and a secret as soon as a part of it is one.</summary>
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
                // What is made of it is lost too, which matters only to whoever uses it.
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
