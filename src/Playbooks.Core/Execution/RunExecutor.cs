using System.Diagnostics;
using Playbooks.Storage;

namespace Playbooks;

/// <summary>Executes one run from its binding to its report, with all that belongs to it: journal, lease, audit, telemetry.</summary>
internal sealed class RunExecutor(PlaybookLibrary library, PlaybookEngineOptions options)
{
    private readonly TimeProvider _timeProvider = library.TimeProvider;

    public async Task<ExecutionReport> ExecuteAsync(PlaybookRun run, RunOrigin origin, EventHub events, RunControl control, CancellationToken cancellationToken)
    {
        string playbook = run.Plan.Root.Path;
        using Activity? activity = EngineTelemetry.StartRun(playbook, run.ExecutionId);
        ExecutionReport? report = null;
        try
        {
            Redactor redactor = new();
            CredentialCache credentials = new(options.Credentials, redactor);
            RunClock clock = new(_timeProvider);
            IReadOnlyDictionary<string, object?>? parameters = await BindOrGiveBackAsync(run, origin, credentials, redactor, cancellationToken).ConfigureAwait(false);
            using AuditTrail? audit = options.AuditSinks.Count == 0 ? null : new AuditTrail(options.AuditSinks);
            using RunJournal? journal = options.ExecutionStore is null || origin.Options.Check
                ? null
                : new RunJournal(options.ExecutionStore, run.ExecutionId, origin.Replay?.LastSequence ?? 0, redactor);
            RunState state = new()
            {
                ExecutionId = run.ExecutionId,
                Clock = clock,
                StartedAt = origin.StartedAt ?? clock.StartedAt,
                RootDirectory = library.RootDirectory,
                Options = options,
                Redactor = redactor,
                Credentials = credentials,
                Events = events,
                Control = control,
                IsCheck = origin.Options.Check,
                Audit = audit,
                Journal = journal,
                Replay = origin.Replay,
            };
            if (audit is not null)
            {
                audit.OnFailure = state.Halt;
            }

            report = journal is null
                ? await WalkAsync(state, run.Plan, parameters, cancellationToken).ConfigureAwait(false)
                : await WalkJournalledAsync(state, run.Plan, origin, parameters, cancellationToken).ConfigureAwait(false);
            return report;
        }
        finally
        {
            EngineTelemetry.EndRun(activity, playbook, report);
        }
    }

    private static async Task<ExecutionReport> WalkAsync(RunState state, PlaybookPlan plan, IReadOnlyDictionary<string, object?>? parameters, CancellationToken cancellationToken)
    {
        string path = plan.Root.Path;
        EngineLog.RunStarted(state.Logger, state.ExecutionId, path);
        state.Publish(new RunStarted { Timestamp = state.StartedAt, ExecutionId = state.ExecutionId, Plan = plan });
        await state.AuditAsync().ConfigureAwait(false);
        PlaybookRunner playbooks = new StepRunner(state).Playbooks;
        using Lane lane = state.Control.NewLane(state.TimeProvider, state.Clock.Timestamp, cancellationToken);
        ExecutionReport report = (await playbooks.RunAsync(plan.Root, parameters, caller: null, lane).ConfigureAwait(false)).Report;
        if (state.StartedAt != state.Clock.StartedAt)
        {
            // A resumed run took as long as it did, with the time in between.
            report = report with { StartedAt = state.StartedAt, Duration = state.Clock.Now - state.StartedAt };
        }

        if (state.Journal is RunJournal journal && !await journal.FlushAsync().ConfigureAwait(false) && report.Status != ExecutionStatus.Failed)
        {
            report = report with { Status = ExecutionStatus.Failed, Error = state.HaltReason, Outputs = PlaybookValues.EmptyMap };
        }

        report = await FinishAsync(state, state.IsCheck ? report with { IsCheck = true } : report).ConfigureAwait(false);
        EngineLog.RunFinished(state.Logger, state.ExecutionId, path, report.Status, (long)report.Duration.TotalMilliseconds, report.Error);
        return report;
    }

    /// <summary>Tells of the end: the audit sinks first, since a run that one of them did not take to its end has failed.</summary>
    private static async Task<ExecutionReport> FinishAsync(RunState state, ExecutionReport report)
    {
        RunFinished finished = new() { Timestamp = state.Clock.Now, Report = report };
        state.Audit?.Add(finished);
        await state.AuditAsync().ConfigureAwait(false);
        if (state.HaltReason is string reason && report.Status == ExecutionStatus.Completed)
        {
            report = report with { Status = ExecutionStatus.Failed, Error = reason, Outputs = PlaybookValues.EmptyMap };
        }

        state.Events.Publish(finished with { Report = report });
        return report;
    }

    private async Task<ExecutionReport> WalkJournalledAsync(
        RunState state, PlaybookPlan plan, RunOrigin origin, IReadOnlyDictionary<string, object?>? parameters, CancellationToken cancellationToken)
    {
        IExecutionStore store = options.ExecutionStore!;
        RunJournal journal = state.Journal!;
        RunLease lease = await EnterAsync(store, state, plan, origin).ConfigureAwait(false);
        using CancellationTokenSource ours = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        journal.OnFailure = state.Halt;
        state.Control.BeforeWaiting = async () => await journal.FlushAsync().ConfigureAwait(false);
        bool isLost = false;
        ExecutionReport report;
        LeaseKeeper keeper = new(store, state.ExecutionId, lease, options.LeaseDuration, _timeProvider, reason =>
        {
            isLost = true;
            journal.Close();
            state.Halt(reason);
            _ = ours.CancelAsync();
        });
        await using (keeper.ConfigureAwait(false))
        {
            report = await WalkAsync(state, plan, parameters, ours.Token).ConfigureAwait(false);
        }

        if (!isLost)
        {
            // What could not be journalled can be resumed; nothing is said of its end.
            await EndAsync(store, state, lease, journal.HasFailed ? null : report).ConfigureAwait(false);
        }

        return report;
    }

    /// <summary>Enters a new run into the history, or makes sure that a resumed one is still this process's.</summary>
    /// <remarks>Not with the run's token: a run that was cancelled before its first step is in the history too.</remarks>
    private async Task<RunLease> EnterAsync(IExecutionStore store, RunState state, PlaybookPlan plan, RunOrigin origin)
    {
        RunLease lease = new(origin.Lease?.Owner ?? ProcessIdentity.Create(), _timeProvider.GetUtcNow() + options.LeaseDuration);
        if (origin.Lease is not null)
        {
            // It may have waited for its start longer than the lease holds.
            return await store.RenewAsync(state.ExecutionId, lease, CancellationToken.None).ConfigureAwait(false)
                ? lease
                : throw new ResumeException(state.ExecutionId, $"Run '{state.ExecutionId}' has been taken over by another process before it was started here.");
        }

        await store.CreateAsync(RunRecord.Describe(state, plan, origin, lease), RunRecord.Contents(plan), CancellationToken.None).ConfigureAwait(false);
        if (origin.Earlier.Count > 0)
        {
            await store.AppendAsync(state.ExecutionId, origin.Earlier, CancellationToken.None).ConfigureAwait(false);
        }

        return lease;
    }

    private async Task EndAsync(IExecutionStore store, RunState state, RunLease lease, ExecutionReport? report)
    {
        try
        {
            if (report is null)
            {
                await store.RenewAsync(state.ExecutionId, lease with { ExpiresAt = _timeProvider.GetUtcNow() }, CancellationToken.None).ConfigureAwait(false);
                return;
            }

            await store.CompleteAsync(state.ExecutionId, lease.Owner, RunRecord.Completion(state, report), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ExecutionStoreException exception)
        {
            // The journal holds every step: resuming the run records its end and runs nothing again.
            EngineLog.EndNotRecorded(state.Logger, state.ExecutionId, state.Redactor.Mask(exception.Message));
        }
    }

    private async Task<IReadOnlyDictionary<string, object?>?> BindOrGiveBackAsync(
        PlaybookRun run, RunOrigin origin, CredentialCache credentials, Redactor redactor, CancellationToken cancellationToken)
    {
        try
        {
            return await BindAsync(run.Plan, origin.Given, credentials, redactor, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (origin.Lease is not null)
        {
            // Somebody else may be able to start it.
            await options.ExecutionStore!.GiveBackAsync(run.ExecutionId, origin.Lease, _timeProvider).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Everything that the run needs from outside, before its first step; null when it was cancelled before it had that.</summary>
    private async Task<IReadOnlyDictionary<string, object?>?> BindAsync(
        PlaybookPlan plan, IReadOnlyDictionary<string, object?> given, CredentialCache credentials, Redactor redactor, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<Diagnostic> problems = [];
            foreach (string name in plan.Credentials)
            {
                if (await credentials.FindAsync(name, cancellationToken).ConfigureAwait(false) is null)
                {
                    problems.Add(DiagnosticDescriptors.UnknownCredential.At(new(plan.Root.Path, 0, 0), $"The credential '{name}' is not known"));
                }
            }

            redactor.AddAll(given);
            ParameterBinder binder = new(library.RootDirectory, credentials, redactor);
            (IReadOnlyDictionary<string, object?> values, IReadOnlyList<Diagnostic> unfit) = await binder.BindAsync(plan.Root.Playbook, given, cancellationToken).ConfigureAwait(false);
            problems.AddRange(unfit.Where(problem => !problems.Exists(known => known.Message == problem.Message)));
            return problems.Count == 0 ? values : throw new PlaybookInvalidException([.. problems.Select(problem => problem with { Message = redactor.Mask(problem.Message) })]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A cancelled run is a report: the runner makes it, and starts no step.
            return null;
        }
    }
}
