using System.Text.Json;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>A run of the history for programs.</summary>
internal static class StoredRunJson
{
    public static void Write(Utf8JsonWriter writer, StoredRun run, IReadOnlyList<string> doubts)
    {
        writer.WriteStartObject();
        WriteProperties(writer, run, doubts);
        writer.WriteEndObject();
    }

    /// <summary>Properties of whatever object stands open.</summary>
    public static void WriteProperties(Utf8JsonWriter writer, StoredRun run, IReadOnlyList<string> doubts)
    {
        writer.WriteString("execution_id", run.ExecutionId);
        writer.WriteString("playbook", run.Playbook);
        writer.WriteString("digest", run.Digest);
        writer.WriteString("status", RunStanding.Of(run));
        writer.WriteString("started_at", run.StartedAt.ToString("O"));
        writer.WriteString("ended_at", run.EndedAt?.ToString("O"));
        WriteRaw(writer, "parameters", run.Parameters);
        WriteRaw(writer, "outputs", run.Outputs);
        writer.WriteString("error", run.Error);
        writer.WriteString("rerun_of", run.RerunOf);
        writer.WriteStartArray("in_doubt");
        foreach (string address in doubts)
        {
            writer.WriteStringValue(address);
        }

        writer.WriteEndArray();
    }

    private static void WriteRaw(Utf8JsonWriter writer, string name, string? json)
    {
        writer.WritePropertyName(name);
        if (json is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            using JsonDocument document = JsonDocument.Parse(json);
            document.RootElement.WriteTo(writer);
        }
    }
}
