using Playbooks.Templates;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Evaluates what a step gives, with the values of this run.</summary>
internal static class ArgumentEvaluator
{
    /// <exception cref="TemplateException">A template cannot be evaluated, or gives what its target does not take.</exception>
    /// <param name="step">The step.</param>
    /// <param name="scope">What its templates see.</param>
    /// <param name="instead">What somebody gives it in place of what its playbook says, by name; null for nothing.</param>
    public static StepArguments Evaluate(PlannedStep step, EvaluationScope scope, IReadOnlyDictionary<string, object?>? instead)
    {
        object?[] values = new object?[step.ArgumentNames.Length];
        for (int i = 0; i < step.Arguments.Length; i++)
        {
            PlannedArgument argument = step.Arguments[i];
            object? given = instead is not null && instead.TryGetValue(argument.Parameter.Name, out object? other) ? other : argument.Value.Value(scope);
            values[i] = Fit(step, argument.Parameter, given);
        }

        for (int i = 0; i < step.Defaults.Length; i++)
        {
            values[step.Arguments.Length + i] = Guarded(step.Defaults[i], step.Defaults[i].Default!);
        }

        return instead is null ? new StepArguments(step.ArgumentNames, values) : WithOthers(step, values, instead);
    }

    /// <summary>What the step's playbook does not give at all can be given too.</summary>
    private static StepArguments WithOthers(PlannedStep step, object?[] values, IReadOnlyDictionary<string, object?> instead)
    {
        Dictionary<string, object?> all = new(StringComparer.Ordinal);
        for (int i = 0; i < values.Length; i++)
        {
            all[step.ArgumentNames[i]] = values[i];
        }

        foreach (PlaybookParameter parameter in step.Parameters)
        {
            if (instead.TryGetValue(parameter.Name, out object? value) && Array.TrueForAll(step.Arguments, argument => argument.Parameter.Name != parameter.Name))
            {
                all[parameter.Name] = Fit(step, parameter, value);
            }
        }

        return new StepArguments([.. all.Keys], [.. all.Values]);
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
            throw new TemplateException($"'{parameter.Name}' must be {ParameterValues.Describe(parameter.Type)}, not {ValueDescription.Of(value)}");
        }

        return ParameterConstraints.Check(parameter, fitting!) is string problem ? throw new TemplateException($"'{parameter.Name}' {problem}") : Guarded(parameter, fitting!);
    }

    private static object Guarded(PlaybookParameter parameter, object value) => parameter.Secret && value is string text ? new Secret(text) : value;
}
