using System.CommandLine;

namespace Playbooks.Cli;

/// <summary><c>playbooks prune</c>: deletes old runs from the history.</summary>
internal static class PruneCommand
{
    private const string Description = """
        Deletes the runs that ended longer ago than the given age. Runs that did not end, or that are in doubt, are kept.

        Example:
          playbooks prune --older-than 30d --dry-run
        """;

    public static Command Create(SharedOptions shared)
    {
        HistoryOptions history = new();
        Option<string> olderThan = new("--older-than") { HelpName = "AGE", Required = true, Description = "The lowest age of the runs since their end, such as 12h, 30d or 8w." };
        Option<bool> dryRun = new("--dry-run") { Description = "Only say how many runs that would be." };
        Command command = new("prune", Description) { olderThan, dryRun };
        history.AddTo(command);
        Session.Bind(command, shared, async (session, parsed, cancellationToken) =>
        {
            string age = parsed.GetRequiredValue(olderThan);
            DateTimeOffset before = TimeProvider.System.GetUtcNow() - (PastTime.Age(age) ?? throw new UsageException($"--older-than '{age}' is not an age; give one such as 12h, 30d or 8w"));
            bool isDry = parsed.GetValue(dryRun);
            int count = !session.UseHistory(history.Find(parsed, session.Folder), begin: false) ? 0
                : isDry ? await session.Engine.History.CountPrunableAsync(before, cancellationToken)
                : await session.Engine.History.PruneAsync(before, cancellationToken);
            await session.Text.WriteLineAsync($"{count} {(count == 1 ? "run" : "runs")} {(isDry ? "would be " : "")}deleted");
            if (session.IsJson)
            {
                JsonOutput.Write(writer =>
                {
                    writer.WriteNumber(isDry ? "would_delete" : "deleted", count);
                    writer.WriteString("ended_before", before.ToString("O"));
                });
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
