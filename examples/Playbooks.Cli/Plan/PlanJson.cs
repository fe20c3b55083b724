using System.Text.Json;

namespace Playbooks.Cli;

/// <summary>A plan for programs.</summary>
internal static class PlanJson
{
    public static void Write(Utf8JsonWriter writer, PlaybookPlan plan, IReadOnlyList<AnsiblePreview>? previews)
    {
        writer.WriteStartObject();
        WritePlaybook(writer, plan.Root);
        writer.WriteStartArray("credentials");
        foreach (string credential in plan.Credentials)
        {
            writer.WriteStringValue(credential);
        }

        writer.WriteEndArray();
        if (previews is not null)
        {
            AnsiblePreview.WriteJson(writer, previews);
        }

        writer.WriteEndObject();
    }

    private static void WritePlaybook(Utf8JsonWriter writer, PlannedPlaybook playbook)
    {
        writer.WriteString("playbook", playbook.Path);
        writer.WriteString("name", playbook.Playbook.Name);
        writer.WriteString("version", playbook.Playbook.Version);
        writer.WriteString("sha256", playbook.Sha256);
        writer.WriteString("state", SnakeCase.Of(playbook.State));
        writer.WriteNumber("revision", playbook.Revision);
        writer.WriteString("effect", SnakeCase.Of(playbook.Effect));
        writer.WriteStartArray("steps");
        foreach (PlannedStep step in playbook.Steps)
        {
            WriteStep(writer, step);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("finally");
        foreach (PlannedStep step in playbook.Finally)
        {
            WriteStep(writer, step);
        }

        writer.WriteEndArray();
    }

    private static void WriteStep(Utf8JsonWriter writer, PlannedStep step)
    {
        writer.WriteStartObject();
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
        writer.WriteString("on_failure", SnakeCase.Of(step.Step.OnFailure));
        writer.WriteString("effect", SnakeCase.Of(step.Effect));
        writer.WriteStartArray("rollback");
        foreach (PlannedStep undo in step.Rollback)
        {
            WriteStep(writer, undo);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("nested");
        if (step.Nested is PlannedPlaybook nested)
        {
            writer.WriteStartObject();
            WritePlaybook(writer, nested);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteEndObject();
    }
}
