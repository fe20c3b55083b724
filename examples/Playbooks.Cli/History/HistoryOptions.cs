using System.CommandLine;

namespace Playbooks.Cli;

/// <summary>The options for the file of the history.</summary>
internal sealed class HistoryOptions
{
    public Option<string?> File { get; } = new("--history")
    {
        HelpName = "FILE",
        Description = "The history of runs, a SQLite file. Default: PLAYBOOKS_HISTORY, else a file for each library in the user's state folder.",
    };

    public Option<bool> Off { get; } = new("--no-history") { Description = "Do not store this run in the history: it cannot be resumed." };

    /// <summary>Adds the option to a command that needs the history.</summary>
    public void AddTo(Command command) => command.Options.Add(File);

    /// <summary>Adds the options to a command that can work without a history.</summary>
    public void AddOptionalTo(Command command)
    {
        AddTo(command);
        command.Options.Add(Off);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Off) && result.GetValue(File) is not null)
            {
                result.AddError("--history and --no-history contradict each other");
            }
        });
    }

    public HistoryFile Find(ParseResult parsed, LibraryFolder library) => HistoryFile.Find(parsed.GetValue(File), library.Library.RootDirectory);
}
