using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>Writes the list of runs: as aligned columns with advice for runs that did not end, or as JSON.</summary>
internal static class RunsOutput
{
    private static readonly string[] Header = ["RUN", "STATUS", "STARTED", "TOOK", "STEPS", "PLAYBOOK"];

    public static async Task WriteAsync(Session session, HistoryFile file, IReadOnlyList<StoredRun> runs, int limit, CancellationToken cancellationToken)
    {
        Dictionary<string, IReadOnlyList<string>> doubts = new(StringComparer.Ordinal);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        foreach (StoredRun run in runs.Where(run => run.NeedsAttention(now)))
        {
            doubts[run.ExecutionId] = await session.Engine.History.FindUnderWayAsync(run.ExecutionId, cancellationToken);
        }

        if (session.IsJson)
        {
            JsonOutput.Write(writer =>
            {
                writer.WriteString("history", file.FilePath);
                JsonOutput.WriteArray(writer, "runs", runs, (_, run) => run.WriteJson(writer, now, doubts.GetValueOrDefault(run.ExecutionId)));
            });
            return;
        }

        if (runs.Count == 0)
        {
            await Console.Out.WriteLineAsync($"no runs in {PrintableText.Line(file.FilePath)}");
            return;
        }

        await Console.Out.WriteAsync(TextTable.Write(Header, runs.Select(run => Row(run, now))));
        foreach ((string run, IReadOnlyList<string> inDoubt) in doubts)
        {
            await Console.Out.WriteLineAsync();
            HintText.Write(Console.Out, session.Hints.Continue(run, inDoubt));
        }

        if (runs.Count == limit)
        {
            await Console.Out.WriteLineAsync($"\nolder ones: {session.Hints.Command($"runs --after {runs[^1].ExecutionId}")}");
        }
    }

    private static string[] Row(StoredRun run, DateTimeOffset now) =>
    [
        run.ExecutionId,
        run.StateAt(now).Replace('_', ' '),
        $"{run.StartedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss}",
        run.EndedAt is DateTimeOffset end ? Elapsed.Text(end - run.StartedAt) : "-",
        run.EndedAt is null ? "-" : $"{run.Counts.Completed}/{run.Counts.Total}",
        PrintableText.Line(run.Playbook),
    ];
}
