using System.Text;

namespace Playbooks;

/// <summary>Prints a plan for people.</summary>
internal static class PlanText
{
    public static string Write(PlaybookPlan plan)
    {
        StringBuilder text = new();
        text.AppendLine(Title(plan.Root));
        WriteSteps(text, plan.Root, indent: 1);
        if (plan.Credentials.Count > 0)
        {
            text.AppendLine($"credentials: {string.Join(", ", plan.Credentials)}");
        }

        return text.ToString();
    }

    private static void WriteSteps(StringBuilder text, PlannedPlaybook playbook, int indent)
    {
        foreach (PlannedStep step in playbook.Steps)
        {
            text.Append(' ', indent * 2).AppendLine(Line(step));
            if (step.Nested is not null)
            {
                WriteSteps(text, step.Nested, indent + 1);
            }
        }
    }

    private static string Title(PlannedPlaybook playbook)
        => $"{playbook.Path}: {playbook.Playbook.Name} [{Effect(playbook.Effect)}]";

    private static string Line(PlannedStep step)
    {
        string target = step.Nested is null ? step.Step.Type : $"{step.Step.Type} {step.Nested.Path} revision {step.Nested.Revision}";
        string limit = step.Timeout is TimeSpan timeout ? $", at most {timeout.TotalSeconds:0.###} s" : "";
        string retries = step.Step.Retry.Count > 0 ? $", {step.Step.Retry.Count} retries" : "";
        string condition = step.Step.When is null ? "" : $", when {step.Step.When.Text}";
        string failure = step.Step.OnFailure == FailureAction.Continue ? ", goes on after a failure" : "";
        return $"{step.Step.Id}: {step.Step.Name} ({target}) [{Effect(step.Effect)}{limit}{retries}{condition}{failure}]";
    }

    internal static string Effect(StepEffect effect) => effect switch
    {
        StepEffect.ReadOnly => "read-only",
        StepEffect.Mutating => "mutating",
        _ => "unknown effect",
    };
}
