using Playbooks.Storage;

namespace Playbooks;

/// <summary>
/// Wraps a host's store for the engine. Every exception of the store becomes an <see cref="ExecutionStoreException"/>,
/// and so does a write that does not end in time: a store that hangs must not hang the run.
/// </summary>
internal sealed class GuardedExecutionStore(IExecutionStore store, TimeProvider timeProvider, TimeSpan limit)
    : IExecutionStore
{
    public ValueTask CreateAsync(
        StoredRun run, IReadOnlyList<StoredPlaybook> playbooks, CancellationToken cancellationToken)
        => WriteAsync(() => store.CreateAsync(run, playbooks, cancellationToken), cancellationToken);

    public ValueTask AppendAsync(
        string executionId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
        => WriteAsync(() => store.AppendAsync(executionId, entries, cancellationToken), cancellationToken);

    public ValueTask CompleteAsync(
        string executionId, string owner, RunCompletion completion, CancellationToken cancellationToken)
        => WriteAsync(
            () => store.CompleteAsync(executionId, owner, completion, cancellationToken), cancellationToken);

    public ValueTask<StoredRun?> FindAsync(string executionId, CancellationToken cancellationToken)
        => AskAsync(
            () => store.FindAsync(executionId, cancellationToken), Timeout.InfiniteTimeSpan, cancellationToken);

    public ValueTask<IReadOnlyList<JournalEntry>> ReadJournalAsync(
        string executionId, CancellationToken cancellationToken)
        => AskAsync(
            () => store.ReadJournalAsync(executionId, cancellationToken), Timeout.InfiniteTimeSpan, cancellationToken);

    public ValueTask<IReadOnlyList<StoredPlaybook>> ReadPlaybooksAsync(
        string executionId, CancellationToken cancellationToken)
        => AskAsync(
            () => store.ReadPlaybooksAsync(executionId, cancellationToken),
            Timeout.InfiniteTimeSpan,
            cancellationToken);

    public ValueTask<IReadOnlyList<StoredRun>> ListAsync(RunQuery query, CancellationToken cancellationToken)
        => AskAsync(() => store.ListAsync(query, cancellationToken), Timeout.InfiniteTimeSpan, cancellationToken);

    public ValueTask<bool> TryAcquireAsync(
        string executionId,
        RunLease lease,
        string? deadOwner,
        DateTimeOffset now,
        CancellationToken cancellationToken)
        => AskAsync(
            () => store.TryAcquireAsync(executionId, lease, deadOwner, now, cancellationToken),
            limit,
            cancellationToken);

    public ValueTask<bool> RenewAsync(string executionId, RunLease lease, CancellationToken cancellationToken)
        => AskAsync(() => store.RenewAsync(executionId, lease, cancellationToken), limit, cancellationToken);

    public ValueTask<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
        => AskAsync(
            () => store.PruneAsync(endedBefore, cancellationToken), Timeout.InfiniteTimeSpan, cancellationToken);

    private async ValueTask WriteAsync(Func<ValueTask> write, CancellationToken cancellationToken)
    {
        try
        {
            ValueTask written = write();
            if (written.IsCompletedSuccessfully)
            {
                // The result must be taken, or a pooled source is never returned to its pool.
                written.GetAwaiter().GetResult();
                return;
            }

            await written.AsTask().WaitAsync(limit, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!IsKnown(exception, cancellationToken))
        {
            throw Translated(exception);
        }
    }

    private async ValueTask<T> AskAsync<T>(Func<ValueTask<T>> ask, TimeSpan within, CancellationToken cancellationToken)
    {
        try
        {
            ValueTask<T> answer = ask();
            return answer.IsCompletedSuccessfully
                ? answer.Result
                : await answer.AsTask().WaitAsync(within, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!IsKnown(exception, cancellationToken))
        {
            throw Translated(exception);
        }
    }

    /// <summary>
    /// True for the exceptions that a store may throw, for the caller's own cancellation, and for the caller's own
    /// mistake.
    /// </summary>
    private static bool IsKnown(Exception exception, CancellationToken cancellationToken)
        => exception is ExecutionStoreException or ArgumentOutOfRangeException
            || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private ExecutionStoreException Translated(Exception exception)
    {
        string message = exception is TimeoutException
            ? $"The execution store did not answer within {limit.TotalSeconds:0.###} s"
            : $"The execution store failed: {MessageOf(exception)}";
        return new ExecutionStoreException(message, exception);
    }

    private static string MessageOf(Exception exception)
        => string.IsNullOrWhiteSpace(exception.Message) ? exception.GetType().Name : exception.Message;
}
