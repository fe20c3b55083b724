using System.CommandLine;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary><c>playbooks show</c>: shows a run of the history.</summary>
internal static class ShowCommand
{
    private const string Description = """
        Shows a run of the history and its steps, with the addresses for 'rerun --from' and 'resume'. A nested playbook is
        shown as one step, unless --expand is given. The JSON of --format json contains everything.

        Example:
          playbooks show last --expand
        """;

    public static Command Create(SharedOptions shared)
    {
        Argument<string> run = RunReference.Argument();
        Option<bool> expand = ReportOptions.Expand();
        HistoryOptions history = new();
        Command command = new("show", Description) { run, expand };
        history.AddTo(command);
        Session.Bind(command, shared, async (session, parsed, cancellationToken) =>
        {
            StoredRun stored = await RunReference.FindAsync(session, history.Find(parsed, session.Folder), parsed.GetRequiredValue(run), cancellationToken);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            IReadOnlyList<string> doubts = stored.NeedsAttention(now) ? await session.Engine.History.FindUnderWayAsync(stored.ExecutionId, cancellationToken) : [];
            // Runs change only by resuming and pruning. A run that was pruned meanwhile is not found.
            ExecutionReport report = await session.Engine.History.GetReportAsync(stored.ExecutionId, cancellationToken)
                ?? throw new UsageException($"the run '{stored.ExecutionId}' was just deleted");
            if (session.IsJson)
            {
                JsonOutput.Write(writer =>
                {
                    stored.WriteJson(writer, now, doubts);
                    writer.WritePropertyName("report");
                    writer.WriteRawValue(report.ToJson());
                });
            }
            else
            {
                await ShowText.WriteAsync(session, stored, now, doubts, report, parsed.GetValue(expand));
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
