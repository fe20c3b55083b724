using Playbooks.Storage;

namespace Playbooks;

/// <summary>
/// The runs that an execution store keeps: those that ended, those under way, and those that were interrupted.
/// </summary>
public sealed class ExecutionHistory
{
    /// <summary>The reference that means the newest run.</summary>
    public const string Last = "last";

    private readonly IExecutionStore _store;
    private readonly StepRegistry _steps;
    private readonly PlaybookEngineOptions _options;
    private readonly TimeProvider _timeProvider;

    internal ExecutionHistory(
        IExecutionStore store, StepRegistry steps, PlaybookEngineOptions options, TimeProvider timeProvider)
    {
        _store = store;
        _steps = steps;
        _options = options;
        _timeProvider = timeProvider;
    }

    /// <summary>
    /// Lists the runs that a query asks for, the newest first. For the next page, set <see cref="RunQuery.After"/> to
    /// the last run's id.
    /// </summary>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    public async Task<IReadOnlyList<StoredRun>> ListAsync(
        RunQuery? query = null, CancellationToken cancellationToken = default)
        => await _store.ListAsync(query ?? new RunQuery(), cancellationToken).ConfigureAwait(false);

    /// <summary>Lists the runs in a state that a query asks for, the newest first.</summary>
    /// <remarks>A store cannot tell an interrupted run from a running one, so this method filters its pages.</remarks>
    /// <param name="state">One of <see cref="StoredRun.States"/>.</param>
    /// <param name="query">The other conditions; its status is ignored.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The state does not exist.</exception>
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

    /// <summary>
    /// Finds the runs that a reference means: none, one, or the newest two when several ids begin with it.
    /// </summary>
    /// <param name="reference">A run's id; the first characters of one, at least four, since fewer would match every
    /// run of weeks; or <see cref="Last"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    public async Task<IReadOnlyList<StoredRun>> FindByReferenceAsync(
        string reference, CancellationToken cancellationToken = default)
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

        // The newest runs whose ids sort below every continuation of the reference.
        RunQuery query = new() { After = reference + '\uffff', Limit = 2 };
        IReadOnlyList<StoredRun> found = await _store.ListAsync(query, cancellationToken).ConfigureAwait(false);
        StoredRun[] runs = [.. found.Where(run => run.ExecutionId.StartsWith(reference, StringComparison.Ordinal))];
        return runs.FirstOrDefault(run => run.ExecutionId == reference) is StoredRun exact ? [exact] : runs;
    }

    /// <summary>Finds a run; null when no run has that id.</summary>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    public async Task<StoredRun?> FindAsync(string executionId, CancellationToken cancellationToken = default)
        => await _store.FindAsync(executionId, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Makes the report of a run from its journal, as far as the run has come. Null when the run does not exist.
    /// </summary>
    /// <exception cref="PlaybookInvalidException">This engine cannot plan the run's playbooks, for example because it
    /// does not know a step type.</exception>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    public async Task<ExecutionReport?> GetReportAsync(
        string executionId, CancellationToken cancellationToken = default)
    {
        if (await _store.FindAsync(executionId, cancellationToken).ConfigureAwait(false) is not StoredRun run)
        {
            return null;
        }

        PlaybookPlan plan = await RunResumer
            .PlanAsync(_store, executionId, run.Playbook, _steps, _options, cancellationToken)
            .ConfigureAwait(false);
        IReadOnlyList<JournalEntry> journal = await _store
            .ReadJournalAsync(executionId, cancellationToken)
            .ConfigureAwait(false);
        return JournalReport.Of(run, plan, journal);
    }

    /// <summary>
    /// Finds the steps of a run that began, have not ended and must not be repeated. They are in doubt when the run's
    /// process has died. Empty when there are none.
    /// </summary>
    /// <returns>The addresses of the steps, as <see cref="ResumeOptions.Decisions"/> takes them.</returns>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    public async Task<IReadOnlyList<string>> FindUnderWayAsync(
        string executionId, CancellationToken cancellationToken = default)
        => JournalReplay.UnderWayIn(
            await _store.ReadJournalAsync(executionId, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Deletes the runs that ended before a time. Runs that have not ended, or are in doubt, are kept.
    /// </summary>
    /// <returns>The number of deleted runs.</returns>
    /// <exception cref="ExecutionStoreException">The history cannot be written.</exception>
    public async Task<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken = default)
        => await _store.PruneAsync(endedBefore, cancellationToken).ConfigureAwait(false);

    /// <summary>Counts the runs that <see cref="PruneAsync"/> would delete.</summary>
    /// <exception cref="ExecutionStoreException">The history cannot be read.</exception>
    public async Task<int> CountPrunableAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken = default)
    {
        RunQuery query = new() { Limit = 1000 };
        for (int count = 0; ;)
        {
            IReadOnlyList<StoredRun> page = await _store.ListAsync(query, cancellationToken).ConfigureAwait(false);
            count += page.Count(run =>
                run.EndedAt < endedBefore && run.Status is not (RunStatus.Running or RunStatus.InDoubt));
            if (page.Count < query.Limit)
            {
                return count;
            }

            query = query with { After = page[^1].ExecutionId };
        }
    }

    /// <summary>Finds the run that proves a plan.</summary>
    /// <param name="plan">The plan, with its exact content.</param>
    /// <param name="executionId">The id of the run that has to prove it; null for the newest one that does.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="NotProvenException">No run proves the plan.</exception>
    internal async Task<string> FindProofAsync(
        PlaybookPlan plan, string? executionId, CancellationToken cancellationToken)
    {
        string path = plan.Root.Path;
        if (executionId is not null)
        {
            StoredRun? named = await _store.FindAsync(executionId, cancellationToken).ConfigureAwait(false);
            return named is { Status: RunStatus.Completed, RerunOf: null } && named.Digest == plan.Digest
                ? executionId
                : throw new NotProvenException(
                    path, $"Run '{executionId}' does not prove '{path}': {Objection(named, plan)}.");
        }

        RunQuery query = new() { Digest = plan.Digest, Status = RunStatus.Completed };
        for (IReadOnlyList<StoredRun> runs; ; query = query with { After = runs[^1].ExecutionId })
        {
            runs = await _store.ListAsync(query, cancellationToken).ConfigureAwait(false);
            // A rerun has not run every step: the outputs that it began with may come from other content.
            if (runs.FirstOrDefault(run => run.RerunOf is null) is StoredRun proof)
            {
                return proof.ExecutionId;
            }

            if (runs.Count < query.Limit)
            {
                throw new NotProvenException(
                    path,
                    $"'{path}' has not completed in this history with exactly its content and that of all below it; "
                    + "run it as a whole, then verify it.");
            }
        }
    }

    private static string Objection(StoredRun? run, PlaybookPlan plan)
        => run is null ? "it is not in the history"
            : run.Status != RunStatus.Completed ? $"it is {run.Status}"
            : run.Digest != plan.Digest ? "it ran other content"
            : $"it ran only a part, the rest being that of run '{run.RerunOf}'";
}
