using System.CommandLine;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary><c>playbooks runs</c>: lists the runs of the history.</summary>
internal static class RunsCommand
{
    public const string Name = "runs";

    private const string Description = """
        Lists the runs of the history, the newest first.

        A run whose process died is interrupted, and 'playbooks resume' continues it. A run that was interrupted within
        a step that must not be repeated is in doubt until you say if that step was done.

        Example:
          playbooks runs --status failed --from 7d
        """;

    public static Command Create(SharedOptions shared)
    {
        HistoryOptions history = new();
        Option<string?> playbook = new("--playbook") { HelpName = "PLAYBOOK", Description = "Only runs of this playbook." };
        Option<string?> status = new("--status") { HelpName = "STATUS", Description = $"Only runs with this status: {string.Join(", ", StoredRun.States)}." };
        status.AcceptOnlyFromAmong([.. StoredRun.States]);
        Option<string?> from = new("--from") { HelpName = "TIME", Description = $"Only runs that began then or later: {PastTime.Form}." };
        Option<string?> to = new("--to") { HelpName = "TIME", Description = "Only runs that began before then." };
        Option<int> limit = new("--limit") { HelpName = "N", Description = "The largest number of runs.", DefaultValueFactory = _ => 20 };
        limit.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int number) || number is < 1 or > 1000))
            {
                result.AddError("--limit must be a whole number from 1 to 1000");
            }
        });
        Option<string?> after = new("--after") { HelpName = "RUN", Description = "Only runs older than this one: give the last run of the previous page." };
        Command command = new(Name, Description) { playbook, status, from, to, limit, after };
        history.AddTo(command);
        Session.Bind(command, shared, async (session, parsed, cancellationToken) =>
        {
            RunQuery query = new()
            {
                Playbook = parsed.GetValue(playbook) is string path ? session.Folder.PathOf(path) : null,
                From = PastTime.Of(from.Name, parsed.GetValue(from)),
                To = PastTime.Of(to.Name, parsed.GetValue(to)),
                Limit = parsed.GetValue(limit),
            };
            HistoryFile file = history.Find(parsed, session.Folder);
            if (parsed.GetValue(after) is string named)
            {
                query = query with { After = (await RunReference.FindAsync(session, file, named, cancellationToken)).ExecutionId };
            }
            else if (!session.UseHistory(file, begin: false))
            {
                await RunsOutput.WriteAsync(session, file, [], query.Limit, cancellationToken);
                return ExitCodes.Success;
            }

            IReadOnlyList<StoredRun> runs = parsed.GetValue(status) is string state
                ? await session.Engine.History.ListInStateAsync(state, query, cancellationToken)
                : await session.Engine.History.ListAsync(query, cancellationToken);
            await RunsOutput.WriteAsync(session, file, runs, query.Limit, cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }
}
