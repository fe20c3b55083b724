using System.CommandLine;

namespace Playbooks.Cli;

/// <summary>The whole command line.</summary>
internal static class PlaybooksCommand
{
    private const string Name = "playbooks";

    private const string Description = """
        Validates, plans, verifies and runs playbooks.

        A library is a folder of playbooks with their verification records (playbooks.lock.json).
        Only a verified playbook can be used as a step of another.

        Exit codes: 0 success, 1 the run failed, 2 the playbook or the arguments are invalid, 3 not verified,
        4 in doubt, 70 a defect of this program, 74 the output cannot be written, 124 timed out, 130 cancelled.

        Example:
          playbooks run site_setup.yaml -p site=north -p module=./module.zip
        """;

    private static readonly string[] Names =
        ["validate", PlanCommand.Name, RunCommand.Name, "verify", "unverify", "list", "schema", RunsCommand.Name, "show", "resume", "rerun", "prune", AnsibleCommand.Name, AgentCommand.Name];

    /// <param name="signals">The signals that stop a command.</param>
    /// <param name="arguments">The command line. When its first word names a command, only that command is created (see
    /// docs/performance.md, "Starting").</param>
    public static Command Create(StopSignals signals, string[] arguments)
    {
        SharedOptions shared = new();
        Command? only = arguments is [string name, ..] ? Make(name, shared, signals) : null;
        // RootCommand loads the texts of its help at once: see docs/performance.md, "Starting".
        Command root = only is null || MayAskForHelp(arguments) ? new RootCommand(Description) : new Command(Name, Description);
        if (only is not null)
        {
            root.Add(only);
        }
        else
        {
            foreach (string each in Names)
            {
                root.Add(Make(each, shared, signals)!);
            }
        }

        return root;
    }

    /// <summary>True for commands that a signal may end at once, because they write nothing.</summary>
    /// <remarks>Listening for signals starts a thread: see docs/performance.md, "Starting".</remarks>
    public static bool OnlyReads(string[] arguments) => arguments is ["validate" or "list" or "schema", ..];

    /// <summary>
    /// Tells if an argument may be <c>--help</c> in one of its forms, including <c>-h</c> among other letters.
    /// </summary>
    private static bool MayAskForHelp(string[] arguments) => Array.Exists(arguments, argument
        => argument.StartsWith("--help", StringComparison.Ordinal)
            || argument is ['/', 'h' or '?'] or ['/', 'h' or '?', ':' or '=', ..]
            || (argument is ['-', not '-', ..] && (argument.Contains('h', StringComparison.Ordinal) || argument.Contains('?', StringComparison.Ordinal))));

    private static Command? Make(string name, SharedOptions shared, StopSignals signals) => name switch
    {
        "validate" => ValidateCommand.Create(shared),
        PlanCommand.Name => PlanCommand.Create(shared),
        RunCommand.Name => RunCommand.Create(shared, signals),
        "verify" => VerifyCommand.Create(shared),
        "unverify" => UnverifyCommand.Create(shared),
        "list" => ListCommand.Create(shared),
        "schema" => SchemaCommand.Create(shared),
        RunsCommand.Name => RunsCommand.Create(shared),
        "show" => ShowCommand.Create(shared),
        "resume" => ResumeCommand.Create(shared, signals),
        "rerun" => RerunCommand.Create(shared, signals),
        "prune" => PruneCommand.Create(shared),
        AnsibleCommand.Name => AnsibleCommand.Create(),
        AgentCommand.Name => AgentCommand.Create(),
        _ => null,
    };
}
