using System.CommandLine;

namespace Playbooks.Cli;

/// <summary><c>playbooks run</c>: runs a playbook and shows how it goes.</summary>
internal static class RunCommand
{
    private const string Description = """
        Runs a playbook. Everything below it is checked before its first step.

        In a terminal the steps are shown as they run; redirected, a line each. Ctrl-C cancels: the step under
        way is ended, nothing is left behind. A credential NAME comes from the environment variables
        PLAYBOOKS_CREDENTIAL_NAME__USERNAME and PLAYBOOKS_CREDENTIAL_NAME__PASSWORD.

        Example:
          playbooks run site_setup.yaml -p site=north -p ports=[80,443] --params north.yaml --expand
        """;

    public static Command Create(SharedOptions shared, StopSignals signals)
    {
        Argument<string> playbook = SharedOptions.Playbook();
        ParameterOptions parameters = new();
        Option<bool> expand = new("--expand", "-e") { Description = "Also show the steps of nested playbooks." };
        Command command = new("run", Description) { playbook, parameters.Values, parameters.File, expand };
        Session.Bind(command, shared, async (session, parsed, cancellationToken) =>
        {
            PlaybookPlan plan = await session.PlanAsync(parsed.GetRequiredValue(playbook), cancellationToken);
            Dictionary<string, object?> given = await parameters.ReadAsync(parsed, plan.Root.Playbook, cancellationToken);
            return await RunAsync(session, plan, given, parsed.GetValue(expand), signals, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Session session, PlaybookPlan plan, Dictionary<string, object?> given, bool expand, StopSignals signals, CancellationToken cancellationToken)
    {
        PlaybookRun run = session.Engine.CreateRun(plan, given);
        // From before the start, so that nothing is missed.
        IAsyncEnumerable<ExecutionEvent> events = run.Events(includeNested: expand);
        IRunView view = RunViews.For(session, plan, expand, signals);
        Task<ExecutionReport> completion = run.RunAsync(cancellationToken);
        try
        {
            await view.ShowAsync(events);
        }
        finally
        {
            // When the view breaks, nobody watches the run any more; it must not outlive this program half done.
            run.Cancel();
            await ((Task)completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        ExecutionReport report = await completion;
        view.ShowEnd(report);
        if (session.IsJson)
        {
            JsonOutput.Write(report.ToJson());
        }

        return ExitCodes.Of(report.Status);
    }
}
