using System.CommandLine;

namespace Playbooks.Cli;

/// <summary><c>playbooks unverify</c>: withdraws an approval.</summary>
internal static class UnverifyCommand
{
    private const string Description = """
        Withdraws the verification of a playbook. Then it cannot be used as a step any more.

        Example:
          playbooks unverify gateway_login.yaml
        """;

    public static Command Create(SharedOptions shared)
    {
        Argument<string> playbook = SharedOptions.Playbook();
        Command command = new("unverify", Description) { playbook };
        Session.Bind(command, shared, (session, parsed, cancellationToken) => UnverifyAsync(session, parsed.GetRequiredValue(playbook), cancellationToken));
        return command;
    }

    private static async Task<int> UnverifyAsync(Session session, string argument, CancellationToken cancellationToken)
    {
        // The file may not exist any more: only its record matters.
        if (!PlaybookPath.TryParse(session.Folder.PathOf(argument), out PlaybookPath? path, out string? problem))
        {
            throw new UsageException(problem);
        }

        bool was = await session.Engine.UnverifyAsync(path.Value, cancellationToken);
        await session.Text.WriteLineAsync(was ? $"{path}: no longer verified" : $"{path}: was not verified");
        if (session.IsJson)
        {
            JsonOutput.Write(writer =>
            {
                writer.WriteString("path", path.Value);
                writer.WriteBoolean("was_verified", was);
            });
        }

        return ExitCodes.Success;
    }
}
