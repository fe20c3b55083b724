using System.CommandLine;

namespace Playbooks.Cli;

/// <summary><c>playbooks run</c>: runs a playbook and shows its progress.</summary>
internal static class RunCommand
{
    public const string Name = "run";

    private const string Description = """
        Runs a playbook. All playbooks below it are checked before its first step.

        In a terminal, the steps are shown as they run. When the output is redirected, each step is a line. Ctrl-C cancels
        the run: the step under way is stopped, and nothing is left behind. A credential NAME comes from the environment
        variables PLAYBOOKS_CREDENTIAL_NAME__USERNAME and PLAYBOOKS_CREDENTIAL_NAME__PASSWORD.

        Each step is stored in a history before the next one begins. 'playbooks runs' lists the runs, and
        'playbooks resume' continues a run whose process died. With --debug the run stops before its first step, or at
        the given breakpoints, and shows a prompt; the command 'help' lists its commands.

        With --check nothing is changed: steps that only read are run, and Ansible predicts its changes (--check --diff).
        All other steps are skipped, and so are steps that need their outputs. Such a run is not in the history.

        Example:
          playbooks run site_setup.yaml -p site=north -p ports=[80,443] --params north.yaml --expand
          playbooks run site_setup.yaml --debug --break login/check
        """;

    public static Command Create(SharedOptions shared, StopSignals signals)
    {
        Argument<string> playbook = SharedOptions.Playbook();
        ParameterOptions parameters = new();
        Option<bool> expand = ReportOptions.Expand();
        Option<bool> check = new("--check") { Description = "Only predict what would change." };
        HistoryOptions history = new();
        DebugOptions debug = new();
        Command command = new(Name, Description) { playbook, parameters.Values, parameters.File, expand, check, debug.Debug, debug.Break, debug.Script };
        history.AddOptionalTo(command);
        Session.BindPlanning(command, shared, async (session, parsed, cancellationToken) =>
        {
            DebugRequest? debugged = debug.Read(parsed, session);
            if (!parsed.GetValue(history.Off) && !parsed.GetValue(check))
            {
                session.UseHistory(history.Find(parsed, session.Folder), begin: true);
            }

            PlaybookPlan plan = await session.PlanAsync(parsed.GetRequiredValue(playbook), cancellationToken);
            Dictionary<string, object?> given = await parameters.ReadAsync(parsed, plan.Root.Playbook, cancellationToken);
            PlaybookRun run = session.Engine.CreateRun(plan, given, new RunOptions { Check = parsed.GetValue(check) });
            return debugged is null
                ? await ShownRun.RunAsync(session, run, parsed.GetValue(expand), signals, cancellationToken)
                : await DebuggedRun.RunAsync(session, run, debugged, signals, cancellationToken);
        });
        return command;
    }
}
