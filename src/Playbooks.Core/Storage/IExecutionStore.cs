namespace Playbooks.Storage;

/// <summary>Journals runs, so that they can be resumed, and keeps them as history.</summary>
/// <remarks>
/// Every method either does all of its work or nothing, and the result is durable when its task ends. Any number of
/// runs, threads and processes can use a store at a time. Failed reads and writes are an
/// <see cref="ExecutionStoreException"/>. Texts come back unchanged, whatever they contain, and times exact to the tick
/// of 100 ns, in UTC.
/// </remarks>
public interface IExecutionStore
{
    /// <summary>Creates a new run, with its lease and the content that it was planned from.</summary>
    /// <param name="run">The run, in <see cref="RunStatus.Running"/>.</param>
    /// <param name="playbooks">Every playbook of the run's nest, the root first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ExecutionStoreException">The run could not be written, or a run with that id
    /// exists.</exception>
    ValueTask CreateAsync(StoredRun run, IReadOnlyList<StoredPlaybook> playbooks, CancellationToken cancellationToken);

    /// <summary>
    /// Adds entries to a run's journal, all or none. The store must not keep the list after the task ends.
    /// </summary>
    /// <exception cref="ExecutionStoreException">The entries could not be written, the run does not exist, or it has an
    /// entry with the same sequence: another process carries it on.</exception>
    ValueTask AppendAsync(string executionId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken);

    /// <summary>Records the end of a run and gives its lease back.</summary>
    /// <param name="executionId">The id of the run.</param>
    /// <param name="owner">The owner of the lease.</param>
    /// <param name="completion">The result of the run.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ExecutionStoreException">The result could not be written, the run does not exist, or
    /// <paramref name="owner"/> does not hold the lease.</exception>
    /// <exception cref="ArgumentException">The completion says that the run is running.</exception>
    ValueTask CompleteAsync(
        string executionId, string owner, RunCompletion completion, CancellationToken cancellationToken);

    /// <summary>Finds a run; null when no run has that id.</summary>
    ValueTask<StoredRun?> FindAsync(string executionId, CancellationToken cancellationToken);

    /// <summary>Reads a run's journal in order; empty when the run does not exist.</summary>
    ValueTask<IReadOnlyList<JournalEntry>> ReadJournalAsync(string executionId, CancellationToken cancellationToken);

    /// <summary>Reads the playbooks of a run's nest, the root first; empty when the run does not exist.</summary>
    ValueTask<IReadOnlyList<StoredPlaybook>> ReadPlaybooksAsync(
        string executionId, CancellationToken cancellationToken);

    /// <summary>Lists the runs that a query asks for, the newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of its range.</exception>
    ValueTask<IReadOnlyList<StoredRun>> ListAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the lease of a run that is running or in doubt. The lease must be free, expired, or held by
    /// <paramref name="deadOwner"/>. The run's status is running afterwards.
    /// </summary>
    /// <param name="executionId">The id of the run.</param>
    /// <param name="lease">The new lease.</param>
    /// <param name="deadOwner">An owner that is known to be dead; null for none.</param>
    /// <param name="now">The present, in UTC.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True when the lease was taken. Of several concurrent calls, one takes it.</returns>
    /// <exception cref="ExecutionStoreException">The lease could not be written, or the run does not exist.</exception>
    ValueTask<bool> TryAcquireAsync(
        string executionId,
        RunLease lease,
        string? deadOwner,
        DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>Prolongs a lease, if its owner still holds it.</summary>
    /// <returns>True when the owner still held it; false when it did not, or when the run does not exist.</returns>
    ValueTask<bool> RenewAsync(string executionId, RunLease lease, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the runs that ended before a time, their journals, and the contents that no other run needs. Runs that
    /// have not ended, or are in doubt, are kept.
    /// </summary>
    /// <returns>The number of deleted runs.</returns>
    ValueTask<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken);
}
