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
            IReadOnlyDictionary<string, object?> parameters = await BindAsync(run.Plan, origin.Given, credentials, redactor, cancellationToken).ConfigureAwait(false);
            using AuditTrail? audit = options.AuditSinks.Count == 0 ? null : new AuditTrail(options.AuditSinks);
            using RunJournal? journal = options.ExecutionStore is null
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
                Audit = audit,
                Journal = journal,
                Replay = origin.Replay,
            };
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

    private static async Task<ExecutionReport> WalkAsync(RunState state, PlaybookPlan plan, IReadOnlyDictionary<string, object?> parameters, CancellationToken cancellationToken)
    {
        string path = plan.Root.Path;
        EngineLog.RunStarted(state.Logger, state.ExecutionId, path);
        await state.PublishAsync(new RunStarted { Timestamp = state.StartedAt, ExecutionId = state.ExecutionId, Plan = plan }).ConfigureAwait(false);
        PlaybookRunner playbooks = new StepRunner(state).Playbooks;
        ExecutionReport report = (await playbooks.RunAsync(plan.Root, parameters, caller: null, cancellationToken).ConfigureAwait(false)).Report with { StartedAt = state.StartedAt };
        await state.PublishAsync(new RunFinished { Timestamp = state.Clock.Now, Report = report }).ConfigureAwait(false);
        EngineLog.RunFinished(state.Logger, state.ExecutionId, path, report.Status, (long)report.Duration.TotalMilliseconds, report.Error);
        return report;
    }

    private async Task<ExecutionReport> WalkJournalledAsync(
        RunState state, PlaybookPlan plan, RunOrigin origin, IReadOnlyDictionary<string, object?> parameters, CancellationToken cancellationToken)
    {
        IExecutionStore store = options.ExecutionStore!;
        RunJournal journal = state.Journal!;
        RunLease lease = origin.Lease ?? new RunLease(LeaseOwner.Create(), _timeProvider.GetUtcNow() + options.LeaseDuration);
        if (origin.Lease is null)
        {
            await store.CreateAsync(Describe(state, plan, origin, lease), Contents(plan), cancellationToken).ConfigureAwait(false);
            if (origin.Earlier.Count > 0)
            {
                await store.AppendAsync(state.ExecutionId, origin.Earlier, cancellationToken).ConfigureAwait(false);
            }
        }

        using CancellationTokenSource ours = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        void Halt(string reason)
        {
            state.Halt(reason);
            EngineLog.RunHalted(state.Logger, state.ExecutionId, state.HaltReason!);
        }

        journal.OnFailure = Halt;
        state.Control.BeforeWaiting = async () => await journal.FlushAsync().ConfigureAwait(false);
        bool isLost = false;
        ExecutionReport report;
        LeaseKeeper keeper = new(store, state.ExecutionId, lease, options.LeaseDuration, _timeProvider, reason =>
        {
            isLost = true;
            Halt(reason);
            _ = ours.CancelAsync();
        });
        await using (keeper.ConfigureAwait(false))
        {
            report = await WalkAsync(state, plan, parameters, ours.Token).ConfigureAwait(false);
            await journal.FlushAsync().ConfigureAwait(false);
        }

        if (journal.HasFailed && report.Status != ExecutionStatus.Failed)
        {
            report = report with { Status = ExecutionStatus.Failed, Error = state.HaltReason, Outputs = PlaybookValues.EmptyMap };
        }

        if (!isLost)
        {
            // What could not be journalled can be resumed; nothing is said of its end.
            await EndAsync(store, state, lease, journal.HasFailed ? null : report).ConfigureAwait(false);
        }

        return report;
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

            await store.CompleteAsync(state.ExecutionId, lease.Owner, Completion(state, report), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ExecutionStoreException exception)
        {
            // The journal holds every step: resuming the run records its end and runs nothing again.
            EngineLog.EndNotRecorded(state.Logger, state.ExecutionId, state.Redactor.Mask(exception.Message));
        }
    }

    private static StoredRun Describe(RunState state, PlaybookPlan plan, RunOrigin origin, RunLease lease) => new()
    {
        ExecutionId = state.ExecutionId,
        Playbook = plan.Root.Path,
        Digest = plan.Digest,
        Status = RunStatus.Running,
        StartedAt = state.StartedAt,
        Parameters = JournalValues.Write(StoredParameters.Of(plan.Root.Playbook, origin.Given), state.Redactor) ?? "{}",
        RerunOf = origin.RerunOf,
        Lease = lease,
    };

    private static StoredPlaybook[] Contents(PlaybookPlan plan)
        => [.. plan.Playbooks.Select(playbook => new StoredPlaybook(playbook.Path, playbook.Sha256, playbook.File.Content))];

    private static RunCompletion Completion(RunState state, ExecutionReport report) => new()
    {
        Status = report.Status switch
        {
            ExecutionStatus.Completed => RunStatus.Completed,
            ExecutionStatus.TimedOut => RunStatus.TimedOut,
            ExecutionStatus.Cancelled => RunStatus.Cancelled,
            _ => RunStatus.Failed,
        },
        EndedAt = state.Clock.Now,
        Outputs = report.Status == ExecutionStatus.Completed ? PlaybookValues.ToJson(report.Outputs) : null,
        Error = report.Error,
        Counts = report.Counts,
    };

    /// <summary>Everything that the run needs from outside, before its first step.</summary>
    private async Task<IReadOnlyDictionary<string, object?>> BindAsync(
        PlaybookPlan plan, IReadOnlyDictionary<string, object?> given, CredentialCache credentials, Redactor redactor, CancellationToken cancellationToken)
    {
        try
        {
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
            (Dictionary<string, object?> values, List<Diagnostic> unfit) = await binder.BindAsync(plan.Root.Playbook, given, cancellationToken).ConfigureAwait(false);
            problems.AddRange(unfit.Where(problem => !problems.Exists(known => known.Message == problem.Message)));
            return problems.Count == 0 ? values : throw new PlaybookInvalidException([.. problems.Select(problem => problem with { Message = redactor.Mask(problem.Message) })]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A cancelled run is a report: the runner makes it, and starts no step.
            return PlaybookValues.EmptyMap;
        }
    }
}
