using System.Diagnostics;
using Playbooks.Storage;
using Playbooks.Templates;

namespace Playbooks;

/// <summary>
/// Runs one step of any kind: asks for permission, notifies watchers, makes the report, writes the journal.
/// </summary>
/// <remarks>
/// Every step goes this way. A feature that a run does not use (replay, debugger, audit sink, watcher, journal) costs
/// one comparison. If the handler completes synchronously, no state machine is allocated.
/// </remarks>
internal sealed class StepRunner
{
    private readonly RunState _run;
    private readonly AttemptRunner _attempts;
    private readonly LoopRunner _loops;

    public StepRunner(RunState run)
    {
        _run = run;
        Playbooks = new PlaybookRunner(run, this);
        _attempts = new AttemptRunner(run, Playbooks);
        _loops = new LoopRunner(run, this);
    }

    public PlaybookRunner Playbooks { get; }

    public async ValueTask<EndedStep> RunAsync(
        PlannedStep step, EvaluationScope scope, StepAddress address, StepLane lane)
    {
        IReadOnlyDictionary<string, object?>? overrides = null;
        StepOutcome? outcome = _run.Replay?.Take(step, scope, address);
        if (outcome is null && _run.Control.IsEngaged)
        {
            (outcome, overrides) = await AskAsync(step, scope, address, lane).ConfigureAwait(false);
            lane.ReadClock();
        }

        long start = lane.Now;
        using Activity? activity = EngineTelemetry.StartStep(_run, step, address);
        if (_run.IsWatched(address.Depth))
        {
            _run.Publish(new StepStarted { Timestamp = _run.Clock.At(start), Address = address, Step = step });
            await _run.AuditAsync().ConfigureAwait(false);
        }

        if (outcome is null)
        {
            outcome = _run.HaltReason is not null ? StepOutcome.NotBegun
                : IsWholeLoop(step, address) ? await _loops.RunAsync(step, scope, address, lane).ConfigureAwait(false)
                : await _attempts.RunAsync(step, scope, address, overrides, lane).ConfigureAwait(false);
            outcome = _run.Replay?.Settle(address, outcome) ?? outcome;
        }

        StepReport report = Report(step, address, outcome, start, lane.ReadClock());
        EngineTelemetry.EndStep(activity, report);
        _run.Journal?.Finish(report, outcome);
        if (_run.IsWatched(address.Depth))
        {
            DateTimeOffset end = report.StartedAt + report.Duration ?? _run.Clock.Now;
            _run.Publish(new StepFinished { Timestamp = end, Address = address, Report = report });
        }

        if (_run.Audit is not null)
        {
            await _run.AuditAsync().ConfigureAwait(false);
            lane.ReadClock();
        }

        return new EndedStep(WithOwnRollback(step, scope, address, outcome), report);
    }

    /// <summary>Waits while a pause or a debugger holds the step up.</summary>
    /// <returns>An outcome when the step must not be run; the argument values that the debugger has set.</returns>
    private async ValueTask<(StepOutcome? Decided, IReadOnlyDictionary<string, object?>? Overrides)> AskAsync(
        PlannedStep step, EvaluationScope scope, StepAddress address, StepLane lane)
    {
        PendingStep pending = new(step, scope, address, _run.Redactor);
        try
        {
            await _run.Control.PassAsync(pending, lane).ConfigureAwait(false);
            return (pending.IsSkipped ? StepOutcome.Skipped : null, pending.Overrides);
        }
        catch (OperationCanceledException)
        {
            // The run or the playbook above has ended, or the debugger aborts.
            return (StepOutcome.Cancelled(0, "The step was cancelled before it began"), null);
        }
    }

    /// <summary>Makes the report of an outcome, with secrets masked. This is the only place that does so.</summary>
    /// <param name="step">The step.</param>
    /// <param name="address">Its address.</param>
    /// <param name="outcome">Its outcome.</param>
    /// <param name="start">The beginning, as a timestamp of the clock.</param>
    /// <param name="end">The end, as a timestamp of the clock.</param>
    private StepReport Report(PlannedStep step, StepAddress address, StepOutcome outcome, long start, long end)
    {
        string? error = outcome.Error is null ? null : _run.Redactor.Mask(outcome.Error);
        if (outcome.Status == StepStatus.Failed)
        {
            EngineLog.StepFailed(_run.Logger, _run.ExecutionId, address, error!);
        }

        return outcome.Journalled is JournalEntry entry
            ? JournalReport.Of(step, address, entry) with
            {
                Error = error,
                Nested = outcome.Nested,
                Iterations = outcome.Iterations,
            }
            : new StepReport
            {
                Name = step.Step.Name,
                Type = step.Step.Type,
                Address = address,
                Status = outcome.Status,
                Attempts = outcome.Attempts,
                StartedAt = outcome.Status == StepStatus.Pending ? null : _run.Clock.At(start),
                Duration = _run.Clock.Between(start, end),
                Outputs = Masked(outcome.Outputs),
                Error = error,
                TimedOut = outcome.TimedOut,
                Nested = outcome.Nested,
                Iterations = outcome.Iterations,
            };
    }

    private IReadOnlyDictionary<string, object?> Masked(IReadOnlyDictionary<string, object?> outputs)
        => outputs is NestedOutputs nested ? nested.Masked(_run.Redactor)
            : PlaybookValues.IsEmpty(outputs) ? outputs
            : _run.Redactor.Mask(outputs);

    /// <summary>
    /// Adds the step's own rollback steps. They undo all of it, a nested playbook included. Without them, the rollback
    /// steps of the nested playbook apply.
    /// </summary>
    private static StepOutcome WithOwnRollback(
        PlannedStep step, EvaluationScope scope, StepAddress address, StepOutcome outcome)
        => step.Rollback.Count == 0 || outcome.Status != StepStatus.Completed || IsWholeLoop(step, address)
            ? outcome
            : outcome with
            {
                Rollback = [new RollbackEntry(step.Rollback, scope.WithOwn(step.Slot, outcome.Outputs), address)],
            };

    /// <summary>True for a loop as a whole; the address of an iteration has a key.</summary>
    private static bool IsWholeLoop(PlannedStep step, StepAddress address)
        => step.ForEach is not null && address.Key is null;
}
