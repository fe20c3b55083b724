using System.CommandLine;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary><c>playbooks resume</c>: continues a run whose process died.</summary>
internal static class ResumeCommand
{
    private const string Description = """
        Continues a run whose process died, with the same content of the playbooks. Steps that have ended do not run again.

        A step that was under way runs again if it may be repeated. Otherwise the run is in doubt until you say if that
        step was done: --done, --failed or --again. Secret parameters are not in the history: give them again.

        Example:
          playbooks resume last --done deploy/restart
        """;

    public static Command Create(SharedOptions shared, StopSignals signals)
    {
        Argument<string> run = RunReference.Argument();
        Option<string[]> done = new(CommandHints.Done) { HelpName = "ADDRESS", Description = "The step in doubt at this address was done. Repeat the option for more steps." };
        Option<string[]> failed = new(CommandHints.Failed) { HelpName = "ADDRESS", Description = "The step was not done, and counts as failed." };
        Option<string[]> again = new(CommandHints.Again) { HelpName = "ADDRESS", Description = "Run the step again." };
        ParameterOptions parameters = new();
        Option<bool> expand = ReportOptions.Expand();
        HistoryOptions history = new();
        Command command = new("resume", Description) { run, done, failed, again, parameters.Values, parameters.File, expand };
        history.AddTo(command);
        Session.BindPlanning(command, shared, async (session, parsed, cancellationToken) =>
        {
            Dictionary<string, StepDecision> decisions = new(StringComparer.Ordinal);
            Decide(decisions, parsed.GetValue(done), StepDecision.Done());
            Decide(decisions, parsed.GetValue(failed), StepDecision.Failed());
            Decide(decisions, parsed.GetValue(again), StepDecision.RunAgain);
            StoredRun stored = await RunReference.FindAsync(session, history.Find(parsed, session.Folder), parsed.GetRequiredValue(run), cancellationToken);
            Dictionary<string, object?> given = await StoredPlaybookParameters.ReadAsync(parameters, parsed, session, stored, cancellationToken);
            try
            {
                ResumeOptions options = new() { Parameters = given, Decisions = decisions };
                PlaybookRun resumed = await session.Engine.ResumeAsync(stored.ExecutionId, options, cancellationToken);
                return await ShownRun.RunAsync(session, resumed, parsed.GetValue(expand), signals, cancellationToken);
            }
            catch (RunInDoubtException exception)
            {
                return OneLineError.InDoubt(session, exception);
            }
        });
        return command;
    }

    private static void Decide(Dictionary<string, StepDecision> decisions, string[]? addresses, StepDecision decision)
    {
        foreach (string address in addresses ?? [])
        {
            if (!decisions.TryAdd(address, decision))
            {
                throw new UsageException($"'{address}' is named twice: give one of --done, --failed and --again");
            }
        }
    }
}
