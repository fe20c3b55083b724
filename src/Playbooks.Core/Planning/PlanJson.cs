using System.Text.Json;

namespace Playbooks;

/// <summary>A plan as JSON, for programs.</summary>
internal static class PlanJson
{
    /// <summary>Writes properties into the open object.</summary>
    public static void Write(Utf8JsonWriter writer, PlaybookPlan plan)
    {
        WritePlaybook(writer, plan.Root);
        JsonText.WriteTexts(writer, "credentials", plan.Credentials);
    }

    private static void WritePlaybook(Utf8JsonWriter writer, PlannedPlaybook playbook)
    {
        writer.WriteString("playbook", playbook.Path);
        writer.WriteString("name", playbook.Playbook.Name);
        writer.WriteString("version", playbook.Playbook.Version);
        writer.WriteString("sha256", playbook.Sha256);
        writer.WriteString("state", JsonText.NameOf(playbook.State));
        writer.WriteNumber("revision", playbook.Revision);
        writer.WriteString("effect", JsonText.NameOf(playbook.Effect));
        WriteSteps(writer, "steps", playbook.Steps);
        WriteSteps(writer, "finally", playbook.Finally);
    }

    private static void WriteSteps(Utf8JsonWriter writer, string name, IReadOnlyList<PlannedStep> steps)
    {
        writer.WriteStartArray(name);
        foreach (PlannedStep step in steps)
        {
            writer.WriteStartObject();
            WriteStep(writer, step);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteStep(Utf8JsonWriter writer, PlannedStep step)
    {
        writer.WriteString("id", step.Step.Id);
        writer.WriteString("name", step.Step.Name);
        writer.WriteString("type", step.Step.Type);
        writer.WriteString("when", step.Step.When?.Text);
        writer.WriteBoolean("for_each", step.Step.ForEach is not null);
        writer.WriteNumber("max_parallel", step.Step.MaximumParallel);
        if (step.Timeout is TimeSpan timeout)
        {
            writer.WriteNumber("timeout", timeout.TotalSeconds);
        }
        else
        {
            writer.WriteNull("timeout");
        }

        writer.WriteNumber("retries", step.Step.Retry.Count);
        writer.WriteBoolean("repeatable", step.IsRepeatable);
        writer.WriteString("on_failure", JsonText.NameOf(step.Step.OnFailure));
        writer.WriteString("effect", JsonText.NameOf(step.Effect));
        WriteSteps(writer, "rollback", step.Rollback);
        if (step.Nested is PlannedPlaybook nested)
        {
            writer.WriteStartObject("nested");
            WritePlaybook(writer, nested);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("nested");
        }
    }
}
