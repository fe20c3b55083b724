using System.CommandLine;

namespace Playbooks.Cli;

/// <summary>The whole command line.</summary>
internal static class PlaybooksCommand
{
    private const string Description = """
        Validates, plans, verifies and runs playbooks.

        A library is a folder of playbooks with their verification records (playbooks.lock.json).
        Only a verified playbook can be used as a step of another.

        Exit codes: 0 success, 1 the run failed, 2 the playbook or the arguments are invalid, 3 not verified,
        4 in doubt, 70 a defect of this program, 124 timed out, 130 cancelled.

        Example:
          playbooks run site_setup.yaml -p site=north -p module=./module.zip
        """;

    public static RootCommand Create(StopSignals signals)
    {
        SharedOptions shared = new();
        RootCommand root = new(Description)
        {
            ValidateCommand.Create(shared),
            PlanCommand.Create(shared),
            RunCommand.Create(shared, signals),
            VerifyCommand.Create(shared),
            UnverifyCommand.Create(shared),
            ListCommand.Create(shared),
            SchemaCommand.Create(shared),
            RunsCommand.Create(shared),
            ShowCommand.Create(shared),
            ResumeCommand.Create(shared, signals),
            RerunCommand.Create(shared, signals),
            PruneCommand.Create(shared),
        };
        root.Options.Add(shared.Library);
        root.Options.Add(shared.Format);
        root.Options.Add(shared.Strict);
        return root;
    }
}
