using System.Text;
using Playbooks.Templates;

namespace Playbooks;

/// <summary>Prints a plan for people.</summary>
internal static class PlanText
{
    private const int LongestValue = 60;

    public static string Write(PlaybookPlan plan)
    {
        StringBuilder text = new();
        text.AppendLine($"{plan.Root.Path}: {plan.Root.Playbook.Name} [{Effect(plan.Root.Effect)}]");
        foreach (PlannedStep step in plan.Root.Steps)
        {
            WriteStep(text, step, indent: 2);
        }

        WriteFinally(text, plan.Root, indent: 2);
        if (plan.Credentials.Count > 0)
        {
            text.AppendLine($"credentials: {string.Join(", ", plan.Credentials)}");
        }

        return text.ToString();
    }

    public static string Effect(StepEffect effect) => effect switch
    {
        StepEffect.ReadOnly => "read-only",
        StepEffect.Mutating => "mutating",
        _ => "unknown effect",
    };

    private static void WriteStep(StringBuilder text, PlannedStep step, int indent, string prefix = "")
    {
        text.Append(' ', indent).AppendLine(
            $"{prefix}{step.Step.Id}: {step.Step.Name} ({Target(step)}) [{Effect(step.Effect)}{Policies(step)}]");
        if (step.Arguments.Length > 0)
        {
            text.Append(' ', indent + 4).AppendLine($"with {string.Join(", ", step.Arguments.Select(Argument))}");
        }

        foreach (PlannedStep nested in step.Nested?.Steps ?? [])
        {
            WriteStep(text, nested, indent + 2);
        }

        if (step.Nested is not null)
        {
            WriteFinally(text, step.Nested, indent + 2);
        }

        foreach (PlannedStep undo in step.Rollback)
        {
            WriteStep(text, undo, indent + 2, "undone by ");
        }
    }

    private static void WriteFinally(StringBuilder text, PlannedPlaybook playbook, int indent)
    {
        foreach (PlannedStep step in playbook.Finally)
        {
            WriteStep(text, step, indent, "finally ");
        }
    }

    private static string Target(PlannedStep step)
        => step.Nested is null
            ? step.Step.Type
            : $"{step.Step.Type} {step.Nested.Path} revision {step.Nested.Revision}";

    private static string Policies(PlannedStep step)
    {
        PlaybookStep written = step.Step;
        StringBuilder text = new();
        if (written.ForEach is not null)
        {
            text.Append($", for each of {Value(written.ForEach)}");
            text.Append(written.MaximumParallel > 1 ? $", {written.MaximumParallel} at a time" : "");
        }

        text.Append(step.Timeout is TimeSpan timeout ? $", at most {timeout.TotalSeconds:0.###} s" : "");
        text.Append(written.Retry.Count > 0 ? $", {written.Retry.Count} retries" : "");
        text.Append(written.When is null ? "" : $", when {written.When.Text}");
        text.Append(written.OnFailure switch
        {
            FailureAction.Continue => ", goes on after a failure",
            FailureAction.Rollback => ", rolls back after a failure",
            _ => "",
        });
        return text.ToString();
    }

    /// <summary>
    /// Writes an argument: a constant as it will be given, a template as it was written, a secret masked.
    /// </summary>
    private static string Argument(PlannedArgument argument)
    {
        bool isShown = !argument.Parameter.Secret || argument.Value is not ConstantExpression;
        return $"{argument.Parameter.Name}={(isShown ? Value(argument.Written) : Secret.Mask)}";
    }

    private static string Value(PlaybookValue value)
    {
        string text = PlaybookValues.ToText(ParameterValues.Plain(value, ParameterType.String)).ReplaceLineEndings(" ");
        return text.Length > LongestValue ? text[..LongestValue] + "…" : text;
    }
}
