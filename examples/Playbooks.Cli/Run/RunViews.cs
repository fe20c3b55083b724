using Spectre.Console;

namespace Playbooks.Cli;

/// <summary>Chooses how a run is shown.</summary>
internal static class RunViews
{
    /// <summary>A tree that lives, where somebody looks at a terminal that can show one; plain lines everywhere else.</summary>
    public static IRunView For(Session session, PlaybookRun run, bool expand, StopSignals signals)
    {
        bool isTerminal = session.IsJson ? !Console.IsErrorRedirected : !Console.IsOutputRedirected;
        if (isTerminal)
        {
            IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(session.Text) });
            if (console.Profile.Capabilities is { Ansi: true, Interactive: true })
            {
                return new LiveRunView(console, run.Plan, KeptId(session, run), expand, signals);
            }
        }

        return new PlainRunView(session.Text, new EventText(expand, KeptId(session, run)));
    }

    /// <summary>The run's id, if it is in a history: otherwise nobody can do anything with it.</summary>
    public static string? KeptId(Session session, PlaybookRun run) => session.Store is null ? null : run.ExecutionId;
}
