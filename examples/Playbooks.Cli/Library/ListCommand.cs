using System.CommandLine;

namespace Playbooks.Cli;

/// <summary><c>playbooks list</c>: lists the playbooks of the library.</summary>
internal static class ListCommand
{
    private const string Description = """
        Lists the playbooks of the library with their state of verification:
        unverified, verified, stale (edited since) or drifted (a playbook below it was verified again since).

        Example:
          playbooks list --library ./playbooks
        """;

    public static Command Create(SharedOptions shared)
    {
        Command command = new("list", Description);
        Session.Bind(command, shared, (session, _, cancellationToken) => ListAsync(session, cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(Session session, CancellationToken cancellationToken)
    {
        IReadOnlyList<LibraryEntry> entries = await session.Folder.Library.ListAsync(cancellationToken);
        foreach (LibraryEntry entry in entries)
        {
            DiagnosticText.Write([.. entry.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)], session.Folder);
        }

        if (session.IsJson)
        {
            JsonOutput.Write(writer =>
            {
                writer.WriteString("library", session.Folder.Library.RootDirectory);
                JsonOutput.WriteArray(writer, "playbooks", entries, (_, entry) =>
                    (entry with { Diagnostics = session.Folder.Shown(entry.Diagnostics) }).WriteJson(writer));
            });
        }
        else if (entries.Count == 0)
        {
            await Console.Out.WriteLineAsync($"{session.Folder.Library.RootDirectory} holds no playbooks");
        }
        else
        {
            await Console.Out.WriteAsync(ListText.Write(entries));
        }

        return ExitCodes.Success;
    }
}
