using Playbooks.Reading;
using Playbooks.Templates;

namespace Playbooks;

/// <summary>What the templates of a step can refer to, as far as planning knows: it grows from step to step.</summary>
internal sealed class PlanningScope(Playbook playbook, ISet<string> credentials) : IReferenceResolver
{
    private static readonly string[] ExecutionKeys = ["id", "started_at", "playbook"];

    private readonly Dictionary<string, StepDefinition> _earlier = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _outputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _variables = new(StringComparer.Ordinal);
    private bool _anyVariable;

    /// <summary>The step has run: what it gives can be referred to from here on.</summary>
    public void Pass(PlaybookStep step, StepDefinition definition, Playbook? nested)
    {
        _earlier[step.Id] = definition;
        _outputs[step.Id] = [.. definition.Outputs.Select(output => output.Name), .. nested?.Outputs.Select(output => output.Name) ?? []];
        if (definition.VariableParameter is string parameter && step.Parameters.Find(parameter)?.Value is ScalarValue { Text: string name })
        {
            _anyVariable |= name.Contains("{{", StringComparison.Ordinal);
            _variables.Add(name);
        }
    }

    /// <inheritdoc/>
    public Expression Resolve(IReadOnlyList<string> path, out int used, Action<DiagnosticDescriptor, string, string?> report)
    {
        used = Math.Min(2, path.Count);
        string? name = path.Count > 1 ? path[1] : null;
        switch (path[0])
        {
            case "parameter" when name is not null:
                return Parameter(name, report);
            case "variable" when name is not null:
                return Variable(name, report);
            case "step" when name is not null:
                return Step(path, name, report);
            case "credential" when name is not null:
                credentials.Add(name);
                return new CredentialReference(name);
            case "execution":
                used = 1;
                CheckKey("execution", name, ExecutionKeys, report);
                return new ExecutionReference();
            case "item" or "loop":
                report(DiagnosticDescriptors.NotInScope, $"There is no '{path[0]}' outside a loop", null);
                return Unknown(path, out used);
        }

        // The bare name of a parameter, as older playbooks write it.
        if (Declares(path[0]))
        {
            used = 1;
            return new ParameterReference(path[0]);
        }

        string problem = TemplateCompiler.Roots.Contains(path[0], StringComparer.Ordinal) ? $"'{path[0]}' needs a name behind it, as in {path[0]}.name," : $"Unknown reference '{string.Join('.', path)}'";
        report(DiagnosticDescriptors.UnknownReference, problem, Suggestion.For(path[0], [.. playbook.Parameters.Select(parameter => parameter.Name), .. TemplateCompiler.Roots]));
        return Unknown(path, out used);
    }

    private static UnresolvedReference Unknown(IReadOnlyList<string> path, out int used)
    {
        used = path.Count;
        return new UnresolvedReference();
    }

    private bool Declares(string name) => playbook.Parameters.Any(parameter => parameter.Name == name);

    private ParameterReference Parameter(string name, Action<DiagnosticDescriptor, string, string?> report)
    {
        if (!Declares(name))
        {
            report(DiagnosticDescriptors.UnknownParameter, $"Unknown parameter '{name}'", Suggestion.For(name, playbook.Parameters.Select(parameter => parameter.Name)));
        }

        return new ParameterReference(name);
    }

    private VariableReference Variable(string name, Action<DiagnosticDescriptor, string, string?> report)
    {
        if (!_anyVariable && !_variables.Contains(name))
        {
            report(DiagnosticDescriptors.UnknownVariable, $"No earlier step sets the variable '{name}'", Suggestion.For(name, _variables));
        }

        return new VariableReference(name);
    }

    private StepReference Step(IReadOnlyList<string> path, string id, Action<DiagnosticDescriptor, string, string?> report)
    {
        if (_earlier.TryGetValue(id, out StepDefinition? definition))
        {
            if (!definition.HasOpenOutputs)
            {
                CheckKey($"Step '{id}'", path.Count > 2 ? path[2] : null, _outputs[id], report);
            }
        }
        else if (playbook.Steps.Any(step => step.Id == id))
        {
            report(DiagnosticDescriptors.LaterStep, $"Step '{id}' has not run by then", null);
        }
        else
        {
            report(DiagnosticDescriptors.UnknownStep, $"Unknown step '{id}'", Suggestion.For(id, playbook.Steps.Select(step => step.Id)));
        }

        return new StepReference(id);
    }

    private static void CheckKey(string what, string? key, string[] known, Action<DiagnosticDescriptor, string, string?> report)
    {
        if (key is not null && !known.Contains(key, StringComparer.Ordinal))
        {
            report(DiagnosticDescriptors.UnknownOutput, $"{what} has no output '{key}'", Suggestion.For(key, known) ?? $"It has: {string.Join(", ", known)}.");
        }
    }
}
