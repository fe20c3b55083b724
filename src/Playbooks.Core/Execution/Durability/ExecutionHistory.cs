using Playbooks.Storage;

namespace Playbooks;

/// <summary>The runs that an execution store keeps: those that ended, those under way, and those that were interrupted.</summary>
public sealed class ExecutionHistory
{
    /// <summary>The reference that means the newest run.</summary>
    public const string Last = "last";

    private readonly IExecutionStore _store;
    private readonly StepRegistry _steps;
    private readonly PlaybookEngineOptions _options;
    private readonly TimeProvider _timeProvider;

    internal ExecutionHistory(IExecutionStore store, StepRegistry steps, PlaybookEngineOptions options, TimeProvider timeProvider)
    {
        _store = store;
        _steps = steps;
        _options = options;
        _timeProvider = timeProvider;
    }

    /// <summary>The runs that are wanted, the newest first. For the next page, ask with <see cref="RunQuery.After"/> set to the last one's id.</summary>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    public async Task<IReadOnlyList<StoredRun>> ListAsync(RunQuery? query = null, CancellationToken cancellationToken = default)
        => await _store.ListAsync(query ?? new RunQuery(), cancellationToken).ConfigureAwait(false);

    /// <summary>The runs that are wanted and in that state, the newest first.</summary>
    /// <remarks>A store cannot tell an interrupted run from one that runs: they are looked for page by page.</remarks>
    /// <param name="state">One of <see cref="StoredRun.States"/>.</param>
    /// <param name="query">Which of them; its status does not count.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">There is no such state.</exception>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    public async Task<IReadOnlyList<StoredRun>> ListInStateAsync(
        string state, RunQuery? query = null, CancellationToken cancellationToken = default)
    {
        RunQuery next = (query ?? new RunQuery()) with { Status = StoredRun.StatusOf(state) };
        DateTimeOffset now = _timeProvider.GetUtcNow();
        List<StoredRun> runs = [];
        while (true)
        {
            IReadOnlyList<StoredRun> page = await _store.ListAsync(next, cancellationToken).ConfigureAwait(false);
            runs.AddRange(page.Where(run => run.StateAt(now) == state).Take(next.Limit - runs.Count));
            if (runs.Count == next.Limit || page.Count < next.Limit)
            {
                return runs;
            }

            next = next with { After = page[^1].ExecutionId };
        }
    }

    /// <summary>The runs that a reference means: none, one, or, when several begin with it, the newest two of them.</summary>
    /// <param name="reference">
    /// A run's id; at least four characters that it begins with, since fewer would mean every run of weeks; or
    /// <see cref="Last"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    public async Task<IReadOnlyList<StoredRun>> FindByReferenceAsync(string reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        const int ShortestBeginning = 4;
        if (reference == Last)
        {
            return await _store.ListAsync(new RunQuery { Limit = 1 }, cancellationToken).ConfigureAwait(false);
        }

        if (reference.Length < ShortestBeginning)
        {
            return [];
        }

        // The newest ones below whatever could follow the beginning.
        RunQuery query = new() { After = reference + '\uffff', Limit = 2 };
        IReadOnlyList<StoredRun> found = await _store.ListAsync(query, cancellationToken).ConfigureAwait(false);
        StoredRun[] runs = [.. found.Where(run => run.ExecutionId.StartsWith(reference, StringComparison.Ordinal))];
        return runs.FirstOrDefault(run => run.ExecutionId == reference) is StoredRun exact ? [exact] : runs;
    }

    /// <summary>A run, or null when there is none of that id.</summary>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    public async Task<StoredRun?> FindAsync(string executionId, CancellationToken cancellationToken = default)
        => await _store.FindAsync(executionId, cancellationToken).ConfigureAwait(false);

    /// <summary>What became of a run's steps so far, as the journal tells it: of one that was interrupted, up to there. Null when there is no such run.</summary>
    /// <exception cref="PlaybookInvalidException">Its playbooks cannot be planned by this engine, such as for a step type that it does not know.</exception>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    public async Task<ExecutionReport?> GetReportAsync(string executionId, CancellationToken cancellationToken = default)
    {
        if (await _store.FindAsync(executionId, cancellationToken).ConfigureAwait(false) is not StoredRun run)
        {
            return null;
        }

        PlaybookPlan plan = await RunResumer.PlanAsync(_store, executionId, run.Playbook, _steps, _options, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<JournalEntry> journal = await _store.ReadJournalAsync(executionId, cancellationToken).ConfigureAwait(false);
        return JournalReport.Of(run, plan, journal);
    }

    /// <summary>The steps of a run that were begun, have not ended and may not be repeated: those in doubt, once its process has died. Empty when there are none.</summary>
    /// <returns>Their addresses, as <see cref="ResumeOptions.Decisions"/> takes them.</returns>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    public async Task<IReadOnlyList<string>> FindUnderWayAsync(string executionId, CancellationToken cancellationToken = default)
        => JournalReplay.UnderWayIn(await _store.ReadJournalAsync(executionId, cancellationToken).ConfigureAwait(false));

    /// <summary>Deletes the runs that ended before a time. Those that have not ended, or are in doubt, are kept.</summary>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="ExecutionStoreException">The history cannot be written.</exception>
    public async Task<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken = default)
        => await _store.PruneAsync(endedBefore, cancellationToken).ConfigureAwait(false);

    /// <summary>The number of runs that <see cref="PruneAsync"/> would delete.</summary>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    public async Task<int> CountPrunableAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken = default)
    {
        RunQuery query = new() { Limit = 1000 };
        for (int count = 0; ;)
        {
            IReadOnlyList<StoredRun> page = await _store.ListAsync(query, cancellationToken).ConfigureAwait(false);
            count += page.Count(run => run.EndedAt < endedBefore && run.Status is not (RunStatus.Running or RunStatus.InDoubt));
            if (page.Count < query.Limit)
            {
                return count;
            }

            query = query with { After = page[^1].ExecutionId };
        }
    }

    /// <summary>The run that proves a plan.</summary>
    /// <param name="plan">The exact content.</param>
    /// <param name="executionId">The run that somebody names; null for the newest one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NotProvenException">There is none.</exception>
    internal async Task<string> FindProofAsync(PlaybookPlan plan, string? executionId, CancellationToken cancellationToken)
    {
        string path = plan.Root.Path;
        if (executionId is not null)
        {
            StoredRun? named = await _store.FindAsync(executionId, cancellationToken).ConfigureAwait(false);
            return named is { Status: RunStatus.Completed, RerunOf: null } && named.Digest == plan.Digest
                ? executionId
                : throw new NotProvenException(path, $"Run '{executionId}' does not prove '{path}': {(named is null ? "it is not in the history" : named.Status != RunStatus.Completed ? $"it is {named.Status}" : named.Digest != plan.Digest ? "it ran other content" : $"it ran only a part, the rest being that of run '{named.RerunOf}'")}.");
        }

        RunQuery query = new() { Digest = plan.Digest, Status = RunStatus.Completed };
        for (IReadOnlyList<StoredRun> runs; ; query = query with { After = runs[^1].ExecutionId })
        {
            runs = await _store.ListAsync(query, cancellationToken).ConfigureAwait(false);
            // A rerun has not run all of it: the outputs that it began with may be those of other content.
            if (runs.FirstOrDefault(run => run.RerunOf is null) is StoredRun proof)
            {
                return proof.ExecutionId;
            }

            if (runs.Count < query.Limit)
            {
                throw new NotProvenException(path, $"'{path}' has not completed in this history with exactly its content and that of all below it; run it as a whole, then verify it.");
            }
        }
    }
}
