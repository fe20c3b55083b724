using Playbooks.Reading;
using Playbooks.Templates;

namespace Playbooks;

/// <summary>Evaluates what a step gives, with the values of this run.</summary>
internal static class ArgumentEvaluator
{
    /// <exception cref="TemplateException">A template cannot be evaluated, or gives what its target does not take.</exception>
    public static Dictionary<string, object?> Evaluate(PlannedStep step, EvaluationScope scope)
    {
        Dictionary<string, object?> arguments = new(step.Arguments.Count, StringComparer.Ordinal);
        foreach (PlannedArgument argument in step.Arguments)
        {
            if (Evaluate(step, argument, scope) is object value)
            {
                arguments[argument.Parameter.Name] = value;
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

    private static object? Evaluate(PlannedStep step, PlannedArgument argument, EvaluationScope scope)
    {
        PlaybookParameter parameter = argument.Parameter;
        object? value = argument.Value.Value(scope) ?? parameter.Default;
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
