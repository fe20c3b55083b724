namespace Playbooks.Storage;

/// <summary>Journals runs, so that they can be resumed, and keeps them as history.</summary>
/// <remarks>
/// Every method either does all that it says or nothing, and has done it durably when its task ends. Safe for any number of
/// runs, threads and processes at a time. What cannot be read or written is an <see cref="ExecutionStoreException"/>.
/// Texts come back as they were given, whatever is in them, and times exact to the tick of 100 ns, in UTC.
/// </remarks>
public interface IExecutionStore
{
    /// <summary>Enters a new run, with its lease and the content that it was planned from.</summary>
    /// <param name="run">The run, in <see cref="RunStatus.Running"/>.</param>
    /// <param name="playbooks">Every playbook of its nest, the root first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ExecutionStoreException">It could not be written, or there is such a run.</exception>
    ValueTask CreateAsync(StoredRun run, IReadOnlyList<StoredPlaybook> playbooks, CancellationToken cancellationToken);

    /// <summary>Adds entries to a run's journal, all or none. The list is the store's only until the task ends.</summary>
    /// <exception cref="ExecutionStoreException">They could not be written, there is no such run, or it has an entry of such a sequence: another process carries it on.</exception>
    ValueTask AppendAsync(string executionId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken);

    /// <summary>Records how a run ended and gives its lease back.</summary>
    /// <param name="executionId">The run.</param>
    /// <param name="owner">Who holds its lease.</param>
    /// <param name="completion">How it ended.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ExecutionStoreException">It could not be written, there is no such run, or <paramref name="owner"/> does not hold the lease.</exception>
    /// <exception cref="ArgumentException">The completion says that the run is running.</exception>
    ValueTask CompleteAsync(string executionId, string owner, RunCompletion completion, CancellationToken cancellationToken);

    /// <summary>The run, or null when there is none of that id.</summary>
    ValueTask<StoredRun?> FindAsync(string executionId, CancellationToken cancellationToken);

    /// <summary>A run's journal in order; empty when there is none.</summary>
    ValueTask<IReadOnlyList<JournalEntry>> ReadJournalAsync(string executionId, CancellationToken cancellationToken);

    /// <summary>The playbooks of a run's nest, the root first; empty when there is no such run.</summary>
    ValueTask<IReadOnlyList<StoredPlaybook>> ReadPlaybooksAsync(string executionId, CancellationToken cancellationToken);

    /// <summary>The runs that are wanted, the newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of its range.</exception>
    ValueTask<IReadOnlyList<StoredRun>> ListAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>Takes the lease of a run that is running or in doubt, which is then running: when nobody holds it, it has expired, or <paramref name="deadOwner"/> holds it.</summary>
    /// <param name="executionId">The run.</param>
    /// <param name="lease">Who wants it, and until when.</param>
    /// <param name="deadOwner">An owner that is known to be dead; null for none.</param>
    /// <param name="now">The present, in UTC.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it was taken. Of several at a time, one takes it.</returns>
    /// <exception cref="ExecutionStoreException">It could not be written, or there is no such run.</exception>
    ValueTask<bool> TryAcquireAsync(string executionId, RunLease lease, string? deadOwner, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Prolongs a lease that its owner still holds.</summary>
    /// <returns>Whether it does; it does not when there is no such run.</returns>
    ValueTask<bool> RenewAsync(string executionId, RunLease lease, CancellationToken cancellationToken);

    /// <summary>Deletes the runs that ended before a time, their journals, and the contents that no other run needs. Runs that have not ended, or are in doubt, are kept.</summary>
    /// <returns>How many runs were deleted.</returns>
    ValueTask<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken);
}
