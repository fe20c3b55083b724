using Playbooks.Templates;

namespace Playbooks;

/// <summary>Refuses secrets on command lines, where every user of the machine can read them.</summary>
internal static class CommandLineCheck
{
    // Names of parameters that keep a value off the command line, in the order in which they are suggested.
    private static readonly string[] OtherWays = ["input", "environment", "extra_vars"];

    /// <param name="step">The step.</param>
    /// <param name="argument">The argument as it was planned. A constant of the playbook is in plain text there, so it
    /// is not a secret.</param>
    /// <param name="value">The argument's value.</param>
    /// <param name="isOverridden">True when the value replaces that of the playbook.</param>
    /// <param name="redactor">The redactor, which knows the run's secrets.</param>
    /// <exception cref="TemplateException">The argument holds a secret and goes to a command line.</exception>
    public static void ThrowIfSecret(
        PlannedStep step, PlannedArgument argument, object? value, bool isOverridden, Redactor redactor)
    {
        string name = argument.Parameter.Name;
        if (!step.Definition.CommandLineParameters.Contains(name)
            || (!isOverridden && argument.Value is ConstantExpression))
        {
            return;
        }

        if (value is not IReadOnlyList<object?> list)
        {
            if (redactor.IsSecret(value))
            {
                throw Refused(step.Definition, $"'{name}'");
            }

            return;
        }

        ListExpression? written = isOverridden ? null : argument.Value as ListExpression;
        for (int i = 0; i < list.Count; i++)
        {
            if (written?.Items[i] is not ConstantExpression && redactor.IsSecret(list[i]))
            {
                throw Refused(step.Definition, name == "arguments" ? $"Argument {i + 1}" : $"'{name}'");
            }
        }
    }

    private static TemplateException Refused(StepDefinition definition, string what)
    {
        string[] ways = [.. OtherWays
            .Where(way => definition.Parameters.Any(parameter => parameter.Name == way))
            .Select(way => $"'{way}'")];
        string hint = ways.Length == 0 ? "" : $": hand it over with {string.Join(" or ", ways)}";
        return new($"{what} holds a secret, and the process list shows arguments to everybody on the machine{hint}");
    }
}
