using Playbooks.Reading;
using Playbooks.Templates;

namespace Playbooks;

/// <summary>Evaluates what a step gives, with the values of this run.</summary>
internal static class ArgumentEvaluator
{
    /// <exception cref="TemplateException">A template cannot be evaluated, or gives what its target does not take.</exception>
    /// <param name="step">The step.</param>
    /// <param name="scope">What its templates see.</param>
    /// <param name="instead">What somebody gives it in place of what its playbook says, by name.</param>
    public static Dictionary<string, object?> Evaluate(PlannedStep step, EvaluationScope scope, IReadOnlyDictionary<string, object?> instead)
    {
        Dictionary<string, object?> arguments = new(step.Arguments.Count, StringComparer.Ordinal);
        foreach (PlannedArgument argument in step.Arguments)
        {
            object? given = instead.TryGetValue(argument.Parameter.Name, out object? other) ? other : argument.Value.Value(scope);
            if (Fit(step, argument.Parameter, given) is object value)
            {
                arguments[argument.Parameter.Name] = value;
            }
        }

        foreach ((string name, object? value) in instead)
        {
            PlaybookParameter? parameter = step.Parameters.FirstOrDefault(candidate => candidate.Name == name);
            if (!arguments.ContainsKey(name) && parameter is not null && Fit(step, parameter, value) is object fitting)
            {
                arguments[name] = fitting;
            }
        }

        if (step.Nested is null)
        {
            foreach (PlaybookParameter parameter in step.Definition.Parameters)
            {
                if (parameter.Default is not null)
                {
                    arguments.TryAdd(parameter.Name, Guarded(parameter, parameter.Default));
                }
            }
        }

        return arguments;
    }

    private static object? Fit(PlannedStep step, PlaybookParameter parameter, object? given)
    {
        object? value = given ?? parameter.Default;
        ValueBounds.Check(value);
        if (value is null)
        {
            return parameter.Required ? throw new TemplateException($"'{parameter.Name}' is required, and what the step gives for it is null") : null;
        }

        if (step.Nested is not null)
        {
            // What a nested playbook declares is fitted where its parameters are bound.
            return value;
        }

        if (!ParameterValues.TryConvert(value, parameter.Type, out object? fitting))
        {
            throw new TemplateException($"'{parameter.Name}' must be {ParameterValues.Describe(parameter.Type)}, not {Kinds.Of(value)}");
        }

        return ParameterConstraints.Check(parameter, fitting!) is string problem ? throw new TemplateException($"'{parameter.Name}' {problem}") : Guarded(parameter, fitting!);
    }

    private static object Guarded(PlaybookParameter parameter, object value) => parameter.Secret && value is string text ? new Secret(text) : value;
}
