using System.Text.Json;

namespace Playbooks;

/// <summary>Writes an event as JSON: the properties of all events, then those of its kind.</summary>
internal static class ExecutionEventJson
{
    /// <summary>Writes properties into the open object.</summary>
    public static void Write(Utf8JsonWriter writer, ExecutionEvent happened)
    {
        writer.WriteString("event", JsonNamingPolicy.SnakeCaseLower.ConvertName(happened.GetType().Name));
        writer.WriteString("timestamp", happened.Timestamp);
        writer.WriteString("address", happened.Address?.ToString());
        switch (happened)
        {
            case RunStarted started:
                writer.WriteString("execution_id", started.ExecutionId);
                writer.WriteString("playbook", started.Plan.Root.Path);
                writer.WriteString("name", started.Plan.Root.Playbook.Name);
                break;
            case StepStarted started:
                writer.WriteString("name", started.Step.Step.Name);
                writer.WriteString("type", started.Step.Step.Type);
                break;
            case StepRetrying retrying:
                writer.WriteNumber("attempt", retrying.Attempt);
                writer.WriteString("error", retrying.Error);
                writer.WriteNumber("delay_ms", (long)retrying.Delay.TotalMilliseconds);
                break;
            case StepLogged logged:
                writer.WriteString("level", JsonText.NameOf(logged.Level));
                writer.WriteString("message", logged.Message);
                break;
            case StepProgressed progressed:
                writer.WriteString("message", progressed.Message);
                break;
            case StepFinished { Report: StepReport report }:
                writer.WriteString("name", report.Name);
                writer.WriteString("type", report.Type);
                writer.WriteNumber("attempts", report.Attempts);
                writer.WriteBoolean("timed_out", report.TimedOut);
                WriteEnd(writer, SnakeCase.Of(report.Status), report.Duration, report.Error, report.Outputs);
                break;
            case RunFinished { Report: ExecutionReport report }:
                writer.WriteString("execution_id", report.ExecutionId);
                WriteEnd(writer, SnakeCase.Of(report.Status), report.Duration, report.Error, report.Outputs);
                break;
            case EventsDropped dropped:
                writer.WriteNumber("count", dropped.Count);
                break;
            default:
                throw new InvalidOperationException($"The event '{happened.GetType().Name}' has no JSON.");
        }
    }

    private static void WriteEnd(
        Utf8JsonWriter writer,
        string status,
        TimeSpan duration,
        string? error,
        IReadOnlyDictionary<string, object?> outputs)
    {
        writer.WriteString("status", status);
        writer.WriteNumber("duration_ms", (long)duration.TotalMilliseconds);
        writer.WriteString("error", error);
        writer.WritePropertyName("outputs");
        PlaybookValues.WriteJson(writer, outputs);
    }
}
