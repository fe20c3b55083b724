using System.CommandLine;

namespace Playbooks.Cli;

/// <summary><c>playbooks validate</c>: checks a playbook and all playbooks below it.</summary>
internal static class ValidateCommand
{
    private const string Description = """
        Checks a playbook and every playbook below it, without running anything.

        Every fault is written as file:line:column: error CODE: message, with a hint.

        Example:
          playbooks validate site_setup.yaml --format json
        """;

    public static Command Create(SharedOptions shared)
    {
        Argument<string> playbook = SharedOptions.Playbook();
        Command command = new("validate", Description) { playbook };
        Session.BindPlanning(command, shared, (session, parsed, cancellationToken) => ValidateAsync(session, parsed.GetRequiredValue(playbook), cancellationToken));
        return command;
    }

    private static async Task<int> ValidateAsync(Session session, string argument, CancellationToken cancellationToken)
    {
        string path = session.Folder.PathOf(argument);
        PlanningResult result = await session.Engine.PlanAsync(path, cancellationToken);
        int exitCode = session.Reject(result.Diagnostics);
        if (exitCode == ExitCodes.Success && !session.IsJson)
        {
            int warnings = result.Diagnostics.Count;
            await Console.Out.WriteLineAsync($"{PrintableText.Line(path)}: valid{(warnings == 0 ? "" : warnings == 1 ? ", with a warning" : $", with {warnings} warnings")}");
        }

        return exitCode;
    }
}
