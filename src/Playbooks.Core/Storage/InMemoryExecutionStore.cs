namespace Playbooks.Storage;

/// <summary>
/// Keeps journals and history in memory: for tests, and for hosts that live longer than their runs and need pause,
/// rerun and history.
/// </summary>
public sealed class InMemoryExecutionStore : IExecutionStore, INoteStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Entry> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Category, string Name), string> _notes = [];

    /// <inheritdoc/>
    public ValueTask CreateAsync(
        StoredRun run, IReadOnlyList<StoredPlaybook> playbooks, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(playbooks);
        lock (_lock)
        {
            if (!_runs.TryAdd(run.ExecutionId, new Entry(run, [.. playbooks])))
            {
                throw new ExecutionStoreException($"There is a run '{run.ExecutionId}' already");
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(
        string executionId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(entries);
        lock (_lock)
        {
            Entry entry = Get(executionId);
            if (FindConflict(entry, entries) is JournalEntry conflict)
            {
                throw new ExecutionStoreException(
                    $"Run '{executionId}' is carried on by another process: "
                    + $"its journal has entry {conflict.Sequence} already");
            }

            foreach (JournalEntry added in entries)
            {
                entry.Journal.Add(added.Sequence, added);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(
        string executionId, string owner, RunCompletion completion, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(completion);
        if (completion.Status == RunStatus.Running)
        {
            throw new ArgumentException("A run that is running has not ended", nameof(completion));
        }

        lock (_lock)
        {
            Entry entry = Get(executionId);
            if (entry.Run.Lease?.Owner != owner)
            {
                throw new ExecutionStoreException(
                    $"Run '{executionId}' is carried on by another process: '{owner}' does not hold its lease");
            }

            entry.Run = entry.Run with
            {
                Status = completion.Status,
                EndedAt = completion.EndedAt,
                Outputs = completion.Outputs,
                Error = completion.Error,
                Counts = completion.Counts,
                Lease = null,
            };
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<StoredRun?> FindAsync(string executionId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_runs.GetValueOrDefault(executionId)?.Run);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalEntry>> ReadJournalAsync(
        string executionId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_runs.GetValueOrDefault(executionId)?.Journal.Values.ToArray() ?? []);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredPlaybook>> ReadPlaybooksAsync(
        string executionId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_runs.GetValueOrDefault(executionId)?.Playbooks ?? []);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredRun>> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 1000, nameof(query));
        lock (_lock)
        {
            IEnumerable<StoredRun> found = _runs.Values
                .Reverse()
                .Select(entry => entry.Run)
                .Where(run => Fits(run, query));
            return new(found.Take(query.Limit).ToArray());
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryAcquireAsync(
        string executionId,
        RunLease lease,
        string? deadOwner,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(lease);
        lock (_lock)
        {
            Entry entry = Get(executionId);
            RunLease? held = entry.Run.Lease;
            bool free = held is null || held.ExpiresAt <= now || held.Owner == deadOwner;
            if (!free || entry.Run.Status is not (RunStatus.Running or RunStatus.InDoubt))
            {
                return new(false);
            }

            entry.Run = entry.Run with { Status = RunStatus.Running, Lease = lease };
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> RenewAsync(string executionId, RunLease lease, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(lease);
        lock (_lock)
        {
            if (_runs.GetValueOrDefault(executionId) is not Entry entry || entry.Run.Lease?.Owner != lease.Owner)
            {
                return new(false);
            }

            entry.Run = entry.Run with { Lease = lease };
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            string[] old =
            [
                .. _runs.Values
                    .Select(entry => entry.Run)
                    .Where(run => run.EndedAt < endedBefore
                        && run.Status is not (RunStatus.Running or RunStatus.InDoubt))
                    .Select(run => run.ExecutionId),
            ];
            foreach (string executionId in old)
            {
                _runs.Remove(executionId);
            }

            return new(old.Length);
        }
    }

    /// <inheritdoc/>
    public ValueTask<string?> FindNoteAsync(string category, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(category);
        ArgumentNullException.ThrowIfNull(name);
        lock (_lock)
        {
            return new(_notes.GetValueOrDefault((category, name)));
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteNoteAsync(string category, string name, string text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(category);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        lock (_lock)
        {
            _notes[(category, name)] = text;
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveNoteAsync(string category, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(category);
        ArgumentNullException.ThrowIfNull(name);
        lock (_lock)
        {
            return new(_notes.Remove((category, name)));
        }
    }

    private static JournalEntry? FindConflict(Entry entry, IReadOnlyList<JournalEntry> entries)
    {
        // New entries are compared with one another too. A scan of the whole journal for each write would be quadratic.
        HashSet<long>? own = entries.Count == 1 ? null : [];
        return entries.FirstOrDefault(
            added => entry.Journal.ContainsKey(added.Sequence) || own?.Add(added.Sequence) == false);
    }

    private static bool Fits(StoredRun run, RunQuery query)
        => (query.Playbook is null || run.Playbook == query.Playbook)
            && (query.Digest is null || run.Digest == query.Digest)
            && (query.Status is null || run.Status == query.Status)
            && (query.From is null || run.StartedAt >= query.From)
            && (query.To is null || run.StartedAt < query.To)
            && (query.After is null || string.CompareOrdinal(run.ExecutionId, query.After) < 0);

    private Entry Get(string executionId)
        => _runs.GetValueOrDefault(executionId)
            ?? throw new ExecutionStoreException($"There is no run '{executionId}'");

    private sealed class Entry(StoredRun run, IReadOnlyList<StoredPlaybook> playbooks)
    {
        public StoredRun Run { get; set; } = run;

        public IReadOnlyList<StoredPlaybook> Playbooks => playbooks;

        public SortedDictionary<long, JournalEntry> Journal { get; } = [];
    }
}
