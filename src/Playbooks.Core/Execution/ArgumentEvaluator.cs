using Playbooks.Templates;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Evaluates the arguments of a step.</summary>
internal static class ArgumentEvaluator
{
    /// <param name="step">The step.</param>
    /// <param name="scope">The values that its templates see.</param>
    /// <param name="overrides">Argument values that replace those of the playbook, by name; null for none.</param>
    /// <param name="redactor">Learns the secrets among them. The secrets of a nested playbook's arguments become known
    /// when they are bound.</param>
    /// <exception cref="TemplateException">A template cannot be evaluated, or its value does not fit the
    /// parameter.</exception>
    public static StepArguments Evaluate(
        PlannedStep step, EvaluationScope scope, IReadOnlyDictionary<string, object?>? overrides, Redactor redactor)
    {
        object?[] values = new object?[step.ArgumentNames.Length];
        for (int i = 0; i < step.Arguments.Length; i++)
        {
            PlannedArgument argument = step.Arguments[i];
            object? other = null;
            bool isOverridden = overrides is not null && overrides.TryGetValue(argument.Parameter.Name, out other);
            values[i] = Fit(step, argument.Parameter, isOverridden ? other : argument.Value.Value(scope), redactor);
            if (step.Definition.CommandLineParameters.Count > 0)
            {
                CommandLineCheck.ThrowIfSecret(step, argument, values[i], isOverridden, redactor);
            }
        }

        for (int i = 0; i < step.Defaults.Length; i++)
        {
            PlaybookParameter parameter = step.Defaults[i];
            values[step.Arguments.Length + i] = ParameterFitting.Guard(parameter, parameter.Default!, redactor);
        }

        return overrides is null
            ? new StepArguments(step.ArgumentNames, values)
            : WithOthers(step, values, overrides, redactor);
    }

    /// <summary>Adds the overrides for parameters that the playbook does not give.</summary>
    private static StepArguments WithOthers(
        PlannedStep step, object?[] values, IReadOnlyDictionary<string, object?> overrides, Redactor redactor)
    {
        Dictionary<string, object?> all = new(StringComparer.Ordinal);
        for (int i = 0; i < values.Length; i++)
        {
            all[step.ArgumentNames[i]] = values[i];
        }

        foreach (PlaybookParameter parameter in step.Parameters)
        {
            if (overrides.TryGetValue(parameter.Name, out object? value)
                && Array.TrueForAll(step.Arguments, argument => argument.Parameter.Name != parameter.Name))
            {
                all[parameter.Name] = Fit(step, parameter, value, redactor);
            }
        }

        return new StepArguments([.. all.Keys], [.. all.Values]);
    }

    private static object? Fit(PlannedStep step, PlaybookParameter parameter, object? given, Redactor redactor)
    {
        object? value = given ?? parameter.Default;
        ValueBounds.Check(value);
        if (value is null)
        {
            return parameter.Required
                ? throw new TemplateException($"'{parameter.Name}' is required, and the step gives null for it")
                : null;
        }

        if (step.Nested is not null)
        {
            // ParameterBinder converts it to the type that the nested playbook declares.
            return value;
        }

        object? fitting = ParameterFitting.Fit(parameter, value, redactor, out string? problem);
        return problem is null ? fitting : throw new TemplateException($"'{parameter.Name}' {problem}");
    }
}
