using Playbooks.Storage;

namespace Playbooks;

/// <summary>Makes of a run's journal what the run can be continued with.</summary>
internal sealed class RunResumer(PlaybookEngineOptions engine, StepRegistry steps, TimeProvider timeProvider, IExecutionStore store)
{
    public async Task<(PlaybookPlan Plan, RunOrigin Origin)> ResumeAsync(string executionId, ResumeOptions options, CancellationToken cancellationToken)
    {
        StoredRun run = await FindAsync(store, executionId, cancellationToken).ConfigureAwait(false);
        if (run.Status is not (RunStatus.Running or RunStatus.InDoubt))
        {
            throw new ResumeException(executionId, $"Run '{executionId}' has ended: there is nothing to resume. Rerun it from a step, or run the playbook anew.");
        }

        RunLease lease = await AcquireAsync(run, cancellationToken).ConfigureAwait(false);
        try
        {
            PlaybookPlan plan = await PlanAsync(store, executionId, run.Playbook, steps, engine, cancellationToken).ConfigureAwait(false);
            Dictionary<string, object?> given = StoredParameters.Restore(plan.Root.Playbook, run.Parameters, options.Parameters);
            JournalReplay replay = await DecideAsync(executionId, lease, options, cancellationToken).ConfigureAwait(false);
            return (plan, new RunOrigin { Given = given, Replay = replay, Lease = lease, StartedAt = run.StartedAt });
        }
        catch (Exception exception) when (exception is not RunInDoubtException)
        {
            // Whatever it was, somebody else may try.
            await store.RenewAsync(executionId, lease with { ExpiresAt = timeProvider.GetUtcNow() }, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <exception cref="ResumeException">There is no such run.</exception>
    public static async Task<StoredRun> FindAsync(IExecutionStore store, string executionId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(executionId);
        return await store.FindAsync(executionId, cancellationToken).ConfigureAwait(false)
            ?? throw new ResumeException(executionId, $"There is no run '{executionId}' in the history.");
    }

    /// <summary>The plan that a run began with.</summary>
    public static async Task<PlaybookPlan> PlanAsync(
        IExecutionStore store, string executionId, string playbook, StepRegistry steps, PlaybookEngineOptions options, CancellationToken cancellationToken)
    {
        StoredPlaybookSource source = new(await store.ReadPlaybooksAsync(executionId, cancellationToken).ConfigureAwait(false));
        PlanningResult result = await new PlaybookPlanner(source, steps, options.Planner, options.AllowProcesses).PlanAsync(PlaybookPath.Parse(playbook), cancellationToken).ConfigureAwait(false);
        return result.EnsurePlanned();
    }

    private async Task<RunLease> AcquireAsync(StoredRun run, CancellationToken cancellationToken)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        RunLease lease = new(LeaseOwner.Create(), now + engine.LeaseDuration);
        string? dead = run.Lease is RunLease held && LeaseOwner.IsDead(held.Owner) ? held.Owner : null;
        return await store.TryAcquireAsync(run.ExecutionId, lease, dead, now, cancellationToken).ConfigureAwait(false)
            ? lease
            : throw new ResumeException(run.ExecutionId, $"Run '{run.ExecutionId}' is carried on by another process ({run.Lease?.Owner ?? "which has just taken it"}). If that is dead, the run can be resumed after {(run.Lease?.ExpiresAt ?? now + engine.LeaseDuration):O}.");
    }

    private async Task<JournalReplay> DecideAsync(string executionId, RunLease lease, ResumeOptions options, CancellationToken cancellationToken)
    {
        List<JournalEntry> journal = [.. await store.ReadJournalAsync(executionId, cancellationToken).ConfigureAwait(false)];
        JournalReplay known = new(journal);
        foreach (string address in options.Decisions.Keys.Where(address => !known.UnderWay.Contains(address, StringComparer.Ordinal)))
        {
            throw new ResumeException(executionId, $"The step '{address}' of run '{executionId}' is not in doubt; {(known.UnderWay.Count == 0 ? "none is" : $"in doubt: {string.Join(", ", known.UnderWay)}")}.");
        }

        string[] open = [.. known.UnderWay.Where(address => !options.Decisions.ContainsKey(address))];
        if (open.Length > 0)
        {
            RunCompletion doubt = new() { Status = RunStatus.InDoubt, Error = $"Interrupted within: {string.Join(", ", known.UnderWay)}" };
            await store.CompleteAsync(executionId, lease.Owner, doubt, cancellationToken).ConfigureAwait(false);
            throw new RunInDoubtException(executionId, open);
        }

        long sequence = known.LastSequence;
        JournalEntry[] decided = [.. options.Decisions.Select(decision => Entry(++sequence, decision.Key, decision.Value))];
        if (decided.Length > 0)
        {
            await store.AppendAsync(executionId, decided, cancellationToken).ConfigureAwait(false);
        }

        return new JournalReplay([.. journal, .. decided]);
    }

    private JournalEntry Entry(long sequence, string address, StepDecision decision) => new()
    {
        Sequence = sequence,
        Kind = JournalEntryKind.Decided,
        Address = address,
        Status = decision.Status,
        Attempts = 1,
        StartedAt = timeProvider.GetUtcNow(),
        Outputs = JournalValues.Write(decision.Outputs, new Redactor()),
        Error = decision.Reason,
    };
}
