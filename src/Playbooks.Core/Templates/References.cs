using Playbooks.Values;

namespace Playbooks.Templates;

internal sealed class ParameterReference(string name, ParameterType type) : Expression
{
    public override ParameterType KnownType => type;

    public override object? Evaluate(EvaluationScope scope) => scope.Values.Parameters.GetValueOrDefault(name);
}

internal sealed class VariableReference(string name) : Expression
{
    public override object? Evaluate(EvaluationScope scope)
        => scope.Values.Variables.TryGetValue(name, out object? value)
            ? value
            : new Undefined($"The variable '{name}' was not set", lacksStep: true);
}

internal sealed class StepReference(string id, int slot) : Expression
{
    public override object? Evaluate(EvaluationScope scope)
        => scope.OutputsOf(slot) is IReadOnlyDictionary<string, object?> outputs
            ? outputs
            : new Undefined($"The step '{id}' has no outputs: it did not run", lacksStep: true);
}

/// <summary>An output whose name was known at planning.</summary>
internal sealed class StepOutputReference(string id, int slot, string key, ParameterType type) : Expression
{
    public override ParameterType KnownType => type;

    public override object? Evaluate(EvaluationScope scope)
        => scope.OutputsOf(slot) is not IReadOnlyDictionary<string, object?> outputs
            ? new Undefined($"The step '{id}' has no outputs: it did not run", lacksStep: true)
            : outputs.TryGetValue(key, out object? value) ? value
            : new Undefined($"'step.{id}' has no '{key}'", lacksStep: true);
}

internal sealed class CredentialReference(string name) : Expression
{
    public override ParameterType KnownType => ParameterType.Credential;

    public override object? Evaluate(EvaluationScope scope)
        => scope.Values.Credentials.TryGetValue(name, out Credential? credential)
            ? credential
            : new Undefined($"The credential '{name}' is not known");
}

internal sealed class ItemReference : Expression
{
    public override object? Evaluate(EvaluationScope scope) => scope.Item!.Value;
}

internal sealed class LoopReference : Expression
{
    public override ParameterType KnownType => ParameterType.Dict;

    public override object? Evaluate(EvaluationScope scope) => scope.Item!.Loop;
}

internal sealed class ExecutionReference : Expression
{
    public override ParameterType KnownType => ParameterType.Dict;

    public override object? Evaluate(EvaluationScope scope) => scope.Values.Execution;
}

/// <summary>
/// A reference whose fault planning has reported. It never runs, and it is not a constant, so that its type is not
/// checked.
/// </summary>
internal sealed class UnresolvedReference : Expression
{
    public override object? Evaluate(EvaluationScope scope) => new Undefined("The reference was not resolved");
}

/// <summary><c>target.key</c> or <c>target[key]</c>.</summary>
internal sealed class AccessExpression(Expression target, Expression key, string source) : Expression
{
    public override object? Evaluate(EvaluationScope scope)
    {
        object? from = target.Evaluate(scope);
        if (from is Undefined)
        {
            return from;
        }

        object? wanted = key.Value(scope);
        return (from, wanted) switch
        {
            (IReadOnlyDictionary<string, object?> map, string name) when map.TryGetValue(name, out object? value)
                => value,
            (IReadOnlyDictionary<string, object?>, string name) => new Undefined($"'{source}' has no '{name}'"),
            (IReadOnlyDictionary<string, object?> map, Secret key) => map.TryGetValue(key.Reveal(), out object? value)
                ? value
                : new Undefined($"'{source}' does not have that secret key"),
            (IReadOnlyList<object?> list, long index) when index >= 0 && index < list.Count => list[(int)index],
            (IReadOnlyList<object?> list, long index) when index < 0 && index >= -list.Count
                => list[(int)(list.Count + index)],
            (IReadOnlyList<object?> list, long index)
                => new Undefined($"'{source}' has {list.Count} items, none at {index}"),
            (Credential credential, string name) => Field(credential, name),
            // The lost value may have had that key, so no default may take its place.
            (Secret { IsLost: true } lost, _) => lost.Reveal(),
            (null, _) => new Undefined($"'{source}' is null, so it has no '{PlaybookValues.ToText(wanted)}'"),
            _ => new Undefined(
                $"'{source}' is {ValueDescription.Of(from)}, so it has no '{PlaybookValues.ToText(wanted)}'"),
        };
    }

    private static object Field(Credential credential, string name) => name switch
    {
        "username" when credential.Username is not null => credential.Username,
        "password" when credential.Password is not null => credential.Password,
        _ when credential.Fields.TryGetValue(name, out Secret? field) => field,
        _ => new Undefined($"The {credential} has no '{name}'"),
    };
}
