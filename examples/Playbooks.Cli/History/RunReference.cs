using System.CommandLine;
using Playbooks.Storage;

namespace Playbooks.Cli;

/// <summary>A run as the user names it: its id, the beginning of its id, or <c>last</c>.</summary>
internal static class RunReference
{
    public static Argument<string> Argument() => new("RUN")
    {
        Description = "The run: its id, a unique beginning of its id with at least four characters, or 'last'.",
    };

    /// <exception cref="UsageException">No run matches, or several do.</exception>
    public static async Task<StoredRun> FindAsync(Session session, HistoryFile history, string named, CancellationToken cancellationToken)
    {
        if (!session.UseHistory(history, begin: false))
        {
            throw new UsageException($"there is no run '{named}': the history '{history.FilePath}' was not begun yet");
        }

        IReadOnlyList<StoredRun> found = await session.Engine.History.FindByReferenceAsync(named, cancellationToken);
        return found switch
        {
            [StoredRun run] => run,
            [StoredRun one, StoredRun other, ..]
                => throw new UsageException($"several runs begin with '{named}', such as {one.ExecutionId} and {other.ExecutionId}: give more of the id"),
            _ => throw new UsageException(named == ExecutionHistory.Last
                ? $"the history '{history.FilePath}' holds no runs"
                : $"there is no run '{named}' in the history '{history.FilePath}'; 'playbooks runs' lists them"),
        };
    }
}
