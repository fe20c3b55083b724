using System.CommandLine;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary><c>playbooks rerun</c>: a new run from a step on.</summary>
internal static class RerunCommand
{
    private const string Description = """
        Runs a playbook with its present content, beginning at a step. The steps before it are not run: their outputs
        come from an earlier run.

        The parameters are those of the earlier run, unless -p gives others. Secret parameters are not in the
        history: give them again.

        Example:
          playbooks rerun last --from deploy/restart
        """;

    public static Command Create(SharedOptions shared, StopSignals signals)
    {
        Argument<string> run = RunReference.Argument();
        Option<string> from = new("--from") { HelpName = "ADDRESS", Required = true, Description = "The first step to run, such as deploy or deploy/restart; 'playbooks show' lists the addresses." };
        ParameterOptions parameters = new();
        Option<bool> expand = ReportOptions.Expand();
        HistoryOptions history = new();
        Command command = new("rerun", Description) { run, from, parameters.Values, parameters.File, expand };
        history.AddTo(command);
        Session.BindPlanning(command, shared, async (session, parsed, cancellationToken) =>
        {
            StoredRun earlier = await RunReference.FindAsync(session, history.Find(parsed, session.Folder), parsed.GetRequiredValue(run), cancellationToken);
            PlanningResult planning = await session.Engine.PlanAsync(earlier.Playbook, cancellationToken);
            PlaybookPlan plan = planning.EnsurePlanned();
            DiagnosticText.Write(planning.Diagnostics, session.Folder);
            Dictionary<string, object?> given = await parameters.ReadAsync(parsed, plan.Root.Playbook, cancellationToken);
            PlaybookRun rerun = await session.Engine.RerunAsync(earlier.ExecutionId, parsed.GetRequiredValue(from), given, cancellationToken);
            return await ShownRun.RunAsync(session, rerun, parsed.GetValue(expand), signals, cancellationToken);
        });
        return command;
    }
}
