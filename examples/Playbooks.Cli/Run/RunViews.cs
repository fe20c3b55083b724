using Spectre.Console;

namespace Playbooks.Cli;

/// <summary>Chooses the view of a run.</summary>
internal static class RunViews
{
    /// <summary>Gets a live tree when the output is a terminal that can show one, and plain lines otherwise.</summary>
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

    /// <summary>Gets the run's id if the run is in a history: only then can the user do something with it.</summary>
    public static string? KeptId(Session session, PlaybookRun run) => session.Store is null ? null : run.ExecutionId;
}
