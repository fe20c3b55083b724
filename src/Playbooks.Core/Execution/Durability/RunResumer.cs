using Playbooks.Processes;
using Playbooks.Storage;

namespace Playbooks;

/// <summary>Prepares the continuation of a run from its journal.</summary>
internal sealed class RunResumer(
    PlaybookEngineOptions engine, StepRegistry steps, TimeProvider timeProvider, IExecutionStore store)
{
    public async Task<(PlaybookPlan Plan, RunOrigin Origin)> ResumeAsync(
        string executionId, ResumeOptions options, CancellationToken cancellationToken)
    {
        StoredRun run = await FindAsync(store, executionId, cancellationToken).ConfigureAwait(false);
        if (run.Status is not (RunStatus.Running or RunStatus.InDoubt))
        {
            throw new ResumeException(
                executionId,
                $"Run '{executionId}' has ended: there is nothing to resume. "
                + "Rerun it from a step, or run the playbook anew.");
        }

        RunLease lease = await AcquireAsync(run, cancellationToken).ConfigureAwait(false);
        try
        {
            PlaybookPlan plan = await PlanAsync(
                store, executionId, run.Playbook, steps, engine, cancellationToken).ConfigureAwait(false);
            if (plan.Digest != run.Digest)
            {
                throw new ResumeException(
                    executionId,
                    $"The playbooks that the history holds for run '{executionId}' are not those that it began with: "
                    + "the history was changed. Run the playbook anew.");
            }

            Dictionary<string, object?> given = StoredParameters.ForResume(
                plan.Root.Playbook, run.Parameters, options.Parameters);
            JournalReplay replay = await DecideAsync(
                run, plan, lease, options, cancellationToken).ConfigureAwait(false);
            return (plan, new RunOrigin { Given = given, Replay = replay, Lease = lease, StartedAt = run.StartedAt });
        }
        catch (Exception exception) when (exception is not RunInDoubtException)
        {
            // Another process may be able to resume the run, whatever the fault was.
            await store.GiveBackAsync(executionId, lease, timeProvider).ConfigureAwait(false);
            throw;
        }
    }

    /// <exception cref="ResumeException">The run does not exist.</exception>
    public static async Task<StoredRun> FindAsync(
        IExecutionStore store, string executionId, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(executionId);
        return await store.FindAsync(executionId, cancellationToken).ConfigureAwait(false)
            ?? throw new ResumeException(executionId, $"There is no run '{executionId}' in the history.");
    }

    /// <summary>Makes the plan that a run began with.</summary>
    public static async Task<PlaybookPlan> PlanAsync(
        IExecutionStore store,
        string executionId,
        string playbook,
        StepRegistry steps,
        PlaybookEngineOptions options,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredPlaybook> playbooks = await store
            .ReadPlaybooksAsync(executionId, cancellationToken)
            .ConfigureAwait(false);
        StoredPlaybookSource source = new(playbooks);
        PlaybookPlanner planner = new(
            source, steps, options.MaximumNestingDepth, options.Strict, options.AllowProcesses);
        PlanningResult result = await planner
            .PlanAsync(PlaybookPath.Parse(playbook), cancellationToken)
            .ConfigureAwait(false);
        return result.EnsurePlanned();
    }

    private async Task<RunLease> AcquireAsync(StoredRun run, CancellationToken cancellationToken)
    {
        if (run.Lease is not null)
        {
            // Programs that a step started may still be ending. The step must not begin again beside them.
            await ProcessIdentity.WaitForProgramsAsync(run.Lease.Owner, cancellationToken).ConfigureAwait(false);
        }

        DateTimeOffset now = timeProvider.GetUtcNow();
        RunLease lease = new(ProcessIdentity.CreateOwner(), now + engine.LeaseDuration);
        string? dead = run.Lease is RunLease held && ProcessIdentity.IsDead(held.Owner) ? held.Owner : null;
        return await store.TryAcquireAsync(run.ExecutionId, lease, dead, now, cancellationToken).ConfigureAwait(false)
            ? lease
            : throw new ResumeException(
                run.ExecutionId,
                $"Run '{run.ExecutionId}' is carried on by another process "
                + $"({run.Lease?.Owner ?? "which has just taken it"}). If that is dead, the run can be resumed "
                + $"after {(run.Lease?.ExpiresAt ?? now + engine.LeaseDuration):O}.");
    }

    private async Task<JournalReplay> DecideAsync(
        StoredRun run,
        PlaybookPlan plan,
        RunLease lease,
        ResumeOptions options,
        CancellationToken cancellationToken)
    {
        string executionId = run.ExecutionId;
        List<JournalEntry> journal =
        [
            .. await store.ReadJournalAsync(executionId, cancellationToken).ConfigureAwait(false),
        ];
        if (run.RerunOf is not null && journal.Count == 0)
        {
            throw new ResumeException(
                executionId,
                $"Run '{executionId}' is a rerun of run '{run.RerunOf}', "
                + $"and ended before it had the results that it begins with. Rerun '{run.RerunOf}' again.");
        }

        JournalReplay known = new(executionId, plan, journal);
        string[] inDoubt = [.. FindInDoubt(plan, known)];
        string? unknown = options.Decisions.Keys
            .FirstOrDefault(address => !inDoubt.Contains(address, StringComparer.Ordinal));
        if (unknown is not null)
        {
            string others = inDoubt.Length == 0 ? "none is" : $"in doubt: {string.Join(", ", inDoubt)}";
            throw new ResumeException(
                executionId, $"The step '{unknown}' of run '{executionId}' is not in doubt; {others}.");
        }

        // A decision about one step is kept, even if other steps are still in doubt. From here on no other process can
        // write.
        long sequence = known.LastSequence;
        JournalEntry[] added =
        [
            new() { Sequence = ++sequence, Kind = JournalEntryKind.Resumed, StartedAt = timeProvider.GetUtcNow() },
            .. options.Decisions.Select(decision => Entry(++sequence, decision.Key, decision.Value, journal)),
        ];
        await store.AppendAsync(executionId, added, cancellationToken).ConfigureAwait(false);
        string[] open = [.. inDoubt.Where(address => !options.Decisions.ContainsKey(address))];
        if (open.Length > 0)
        {
            RunCompletion doubt = new()
            {
                Status = RunStatus.InDoubt,
                Error = $"Interrupted within: {string.Join(", ", open)}",
            };
            await store.CompleteAsync(executionId, lease.Owner, doubt, cancellationToken).ConfigureAwait(false);
            throw new RunInDoubtException(executionId, open);
        }

        return new JournalReplay(executionId, plan, [.. journal, .. added]);
    }

    /// <summary>
    /// Gets the steps under way, except those below a nested playbook or a loop that may be repeated as a whole.
    /// </summary>
    private static IEnumerable<string> FindInDoubt(PlaybookPlan plan, JournalReplay known)
    {
        PlannedStepIndex index = new(plan.Root);
        foreach (string text in known.UnderWay)
        {
            if (!StepAddress.TryParse(text, out StepAddress? address) || !IsPartOfRepeatable(index, address))
            {
                yield return text;
            }
        }
    }

    private static bool IsPartOfRepeatable(PlannedStepIndex index, StepAddress address)
    {
        // A rollback step is not part of the step that it undoes.
        for (StepAddress at = address; !at.IsRollback && at.Parent is StepAddress above; at = above)
        {
            if (index.Find(above)?.Step.Repeatable == true)
            {
                return true;
            }
        }

        return false;
    }

    private JournalEntry Entry(
        long sequence, string address, StepDecision decision, List<JournalEntry> journal) => new()
        {
            Sequence = sequence,
            Kind = JournalEntryKind.Decided,
            Address = address,
            Status = decision.Status,
            Attempts = 1 + journal.Count(entry => entry.Kind == JournalEntryKind.AttemptFailed && entry.Address == address),
            StartedAt = timeProvider.GetUtcNow(),
            Outputs = JournalValues.Write(decision.Outputs, new Redactor()),
            Error = decision.Reason,
        };
}
