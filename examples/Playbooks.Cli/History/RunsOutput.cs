using System.Text.Json;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>The list of runs: aligned columns, and what to do about those that did not end; or JSON.</summary>
internal static class RunsOutput
{
    private static readonly string[] Header = ["RUN", "STATUS", "STARTED", "TOOK", "STEPS", "PLAYBOOK"];

    public static async Task WriteAsync(Session session, HistoryFile file, IReadOnlyList<StoredRun> runs, int limit, CancellationToken cancellationToken)
    {
        Dictionary<string, IReadOnlyList<string>> doubts = new(StringComparer.Ordinal);
        foreach (StoredRun run in runs.Where(RunStanding.IsOpen))
        {
            doubts[run.ExecutionId] = await session.Engine.History.FindUnderWayAsync(run.ExecutionId, cancellationToken);
        }

        if (session.IsJson)
        {
            JsonOutput.Write(writer => Write(writer, file, runs, doubts));
            return;
        }

        if (runs.Count == 0)
        {
            await Console.Out.WriteLineAsync($"no runs in {PrintableText.Line(file.FilePath)}");
            return;
        }

        await Console.Out.WriteAsync(TextTable.Write(Header, runs.Select(Row)));
        foreach (StoredRun run in runs.Where(RunStanding.IsOpen))
        {
            await Console.Out.WriteLineAsync();
            await Console.Out.WriteAsync(OpenRunText.Write(session, run, doubts[run.ExecutionId]));
        }

        if (runs.Count == limit)
        {
            await Console.Out.WriteLineAsync($"\nolder ones: {session.Command($"runs --after {runs[^1].ExecutionId}")}");
        }
    }

    private static string[] Row(StoredRun run) =>
    [
        run.ExecutionId,
        RunStanding.TextOf(run),
        $"{run.StartedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss}",
        run.EndedAt is DateTimeOffset end ? Elapsed.Text(end - run.StartedAt) : "-",
        run.EndedAt is null ? "-" : $"{run.Counts.Completed}/{run.Counts.Total}",
        PrintableText.Line(run.Playbook),
    ];

    private static void Write(Utf8JsonWriter writer, HistoryFile file, IReadOnlyList<StoredRun> runs, Dictionary<string, IReadOnlyList<string>> doubts)
    {
        writer.WriteStartObject();
        writer.WriteString("history", file.FilePath);
        writer.WriteStartArray("runs");
        foreach (StoredRun run in runs)
        {
            StoredRunJson.Write(writer, run, doubts.GetValueOrDefault(run.ExecutionId) ?? []);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
