using System.Diagnostics;
using Playbooks.Storage;
using Playbooks.Values;

namespace Playbooks;

/// <summary>
/// Executes one run: prepares parameters, credentials, audit and journal, walks the plan and makes the report.
/// </summary>
internal sealed class RunExecutor(
    PlaybookLibrary library, PlaybookEngineOptions options, RunOrigin origin, EventHub events)
{
    public async Task<ExecutionReport> ExecuteAsync(
        PlaybookRun run, RunControl control, CancellationToken cancellationToken)
    {
        PlaybookPlan plan = run.Plan;
        using Activity? activity = EngineTelemetry.StartRun(plan.Root.Path, run.ExecutionId);
        ExecutionReport? report = null;
        try
        {
            Redactor redactor = new();
            RunClock clock = new(library.TimeProvider);
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
                Credentials = new CredentialCache(options.Credentials, redactor),
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

            IReadOnlyDictionary<string, object?>? parameters
                = await BindOrGiveBackAsync(state, plan, cancellationToken).ConfigureAwait(false);
            JournalledRun? entry = journal is null
                ? null
                : await JournalledRun.EnterAsync(state, plan, origin, cancellationToken).ConfigureAwait(false);
            try
            {
                CancellationToken token = entry?.Token ?? cancellationToken;
                return report = await WalkAsync(state, plan, parameters, token).ConfigureAwait(false);
            }
            finally
            {
                await (entry?.EndAsync(report) ?? Task.CompletedTask).ConfigureAwait(false);
            }
        }
        finally
        {
            EngineTelemetry.EndRun(activity, plan.Root.Path, report);
        }
    }

    private static async Task<ExecutionReport> WalkAsync(
        RunState state,
        PlaybookPlan plan,
        IReadOnlyDictionary<string, object?>? parameters,
        CancellationToken cancellationToken)
    {
        string path = plan.Root.Path;
        EngineLog.RunStarted(state.Logger, state.ExecutionId, path);
        state.Publish(new RunStarted { Timestamp = state.StartedAt, ExecutionId = state.ExecutionId, Plan = plan });
        await state.AuditAsync().ConfigureAwait(false);
        PlaybookRunner playbooks = new StepRunner(state).Playbooks;
        using StepLane lane = state.Control.NewLane(state.TimeProvider, cancellationToken, cancellationToken);
        PlaybookOutcome outcome = await playbooks
            .RunAsync(plan.Root, parameters, caller: null, lane)
            .ConfigureAwait(false);
        ExecutionReport report = outcome.Report;
        if (state.StartedAt != state.Clock.StartedAt)
        {
            // The duration of a resumed run includes the time since its first start.
            report = report with { StartedAt = state.StartedAt, Duration = state.Clock.Now - state.StartedAt };
        }

        if (state.Journal is RunJournal journal && !await journal.FlushAsync().ConfigureAwait(false)
            && report.Status != ExecutionStatus.Failed)
        {
            report = Failed(report, state.HaltReason);
        }

        report = state.IsCheck ? report with { IsCheck = true } : report;
        report = await FinishAsync(state, report).ConfigureAwait(false);
        long duration = (long)report.Duration.TotalMilliseconds;
        EngineLog.RunFinished(state.Logger, state.ExecutionId, path, report.Status, duration, report.Error);
        return report;
    }

    /// <summary>Announces the end, to the audit sinks first: when one of them fails, the run has failed.</summary>
    private static async Task<ExecutionReport> FinishAsync(RunState state, ExecutionReport report)
    {
        RunFinished finished = new() { Timestamp = state.Clock.Now, Report = report };
        state.Audit?.Add(finished);
        await state.AuditAsync().ConfigureAwait(false);
        if (state.HaltReason is string reason && report.Status == ExecutionStatus.Completed)
        {
            report = Failed(report, reason);
        }

        state.Events.Publish(finished with { Report = report });
        return report;
    }

    private static ExecutionReport Failed(ExecutionReport report, string? reason)
        => report with { Status = ExecutionStatus.Failed, Error = reason, Outputs = PlaybookValues.EmptyMap };

    private async Task<IReadOnlyDictionary<string, object?>?> BindOrGiveBackAsync(
        RunState state, PlaybookPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            return await BindAsync(state, plan, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A cancelled run has a report. PlaybookRunner makes it and starts no step.
            return null;
        }
        catch (Exception) when (origin.Lease is not null)
        {
            // Another process may be able to start it.
            IExecutionStore store = options.ExecutionStore!;
            await store.GiveBackAsync(state.ExecutionId, origin.Lease, state.TimeProvider).ConfigureAwait(false);
            throw;
        }
    }

    private void CheckBounds(PlaybookPlan plan)
    {
        foreach ((string name, object? value) in origin.Given)
        {
            try
            {
                ValueBounds.Check(value);
            }
            catch (TemplateException exception)
            {
                string problem = $"What was given for '{name}' cannot be taken: {exception.Message}";
                {
                    SourceLocation location = plan.Root.Playbook.Location;
                    throw new PlaybookInvalidException([DiagnosticDescriptors.WrongInput.At(location, problem)]);
                }
            }
        }
    }

    /// <summary>Binds the parameters and gets the credentials before the first step.</summary>
    private async Task<IReadOnlyDictionary<string, object?>> BindAsync(
        RunState state, PlaybookPlan plan, CancellationToken cancellationToken)
    {
        // Checked before the history or the redactor walks the values.
        CheckBounds(plan);
        cancellationToken.ThrowIfCancellationRequested();
        List<Diagnostic> problems = [];
        foreach (string name in plan.Credentials)
        {
            if (await state.Credentials.FindAsync(name, cancellationToken).ConfigureAwait(false) is null)
            {
                string problem = $"The credential '{name}' is not known";
                problems.Add(DiagnosticDescriptors.UnknownCredential.At(new(plan.Root.Path, 0, 0), problem));
            }
        }

        ParameterBinder binder = new(state);
        (IReadOnlyDictionary<string, object?> values, IReadOnlyList<Diagnostic> unfit)
            = await binder.BindAsync(plan.Root.Playbook, origin.Given, cancellationToken).ConfigureAwait(false);
        problems.AddRange(unfit.Where(problem => !problems.Exists(known => known.Message == problem.Message)));
        return problems.Count == 0
            ? values
            : throw new PlaybookInvalidException(
                [.. problems.Select(problem => problem with { Message = state.Redactor.Mask(problem.Message) })]);
    }
}
