using System.CommandLine;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>A run as the user names it: its id, the beginning of it, or <c>last</c>.</summary>
internal static class RunReference
{
    private const string Last = "last";

    /// <summary>Ids begin with their time: fewer characters would name every run of weeks.</summary>
    private const int ShortestBeginning = 4;

    public static Argument<string> Argument() => new("RUN")
    {
        Description = "The run: its id, an unambiguous beginning of it of at least four characters, or 'last'.",
    };

    /// <exception cref="UsageException">There is no such run, or there are several.</exception>
    public static async Task<StoredRun> FindAsync(Session session, HistoryFile history, string named, CancellationToken cancellationToken)
    {
        if (!session.UseHistory(history, begin: false))
        {
            throw new UsageException($"there is no run '{named}': the history '{history.FilePath}' was not begun yet");
        }

        return await FindAsync(session.Engine.History, history, named, cancellationToken);
    }

    private static async Task<StoredRun> FindAsync(ExecutionHistory history, HistoryFile file, string named, CancellationToken cancellationToken)
    {
        if (named == Last)
        {
            IReadOnlyList<StoredRun> newest = await history.ListAsync(new RunQuery { Limit = 1 }, cancellationToken);
            return newest.Count > 0 ? newest[0] : throw new UsageException($"the history '{file.FilePath}' holds no runs");
        }

        if (named.Length >= ShortestBeginning)
        {
            // The newest ones below whatever could follow the beginning.
            IReadOnlyList<StoredRun> found = await history.ListAsync(new RunQuery { After = named + '\uffff', Limit = 2 }, cancellationToken);
            StoredRun[] runs = [.. found.Where(run => run.ExecutionId.StartsWith(named, StringComparison.Ordinal))];
            if (runs.Length > 0)
            {
                return runs.Length == 1 || runs[0].ExecutionId == named
                    ? runs[0]
                    : throw new UsageException($"several runs begin with '{named}', such as {runs[0].ExecutionId} and {runs[1].ExecutionId}: give more of the id");
            }
        }

        throw new UsageException($"there is no run '{named}' in the history '{file.FilePath}'; 'playbooks runs' lists them");
    }
}
