using Playbooks.Templates;

namespace Playbooks;

/// <summary>Runs one step of whatever kind: tells the watchers, holds it up when somebody wants that, reports, journals.</summary>
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

    public ValueTask<StepRun> RunAsync(PlannedStep step, EvaluationScope scope, StepAddress address, Lane lane)
    {
        if (step.ForEach is not null || IsAttended())
        {
            return RunAttendedAsync(step, scope, address, lane);
        }

        // Most steps of most runs: nobody has a say in them, and many end at once. They cost no state machine.
        StepObservation observation = new(_run, step, address, lane.EndOfLast);
        observation.Begin();
        ValueTask<StepOutcome> pending = _attempts.RunAsync(step, scope, address, instead: null, lane, observation.Start);
        return pending.IsCompletedSuccessfully
            ? new(Conclude(observation, pending.Result, step, scope, address, lane))
            : ConcludeAsync(observation, pending, step, scope, address, lane);
    }

    /// <summary>Whether the step may be held up or replaced, or is traced.</summary>
    private bool IsAttended()
        => _run.Control.IsEngaged || _run.Replay is not null || _run.HaltReason is not null || _run.Audit is not null || EngineTelemetry.IsTraced;

    private async ValueTask<StepRun> ConcludeAsync(StepObservation observation, ValueTask<StepOutcome> pending, PlannedStep step, EvaluationScope scope, StepAddress address, Lane lane)
        => Conclude(observation, await pending.ConfigureAwait(false), step, scope, address, lane);

    private StepRun Conclude(in StepObservation observation, in StepOutcome outcome, PlannedStep step, EvaluationScope scope, StepAddress address, Lane lane)
    {
        long end = _run.Clock.Timestamp;
        lane.EndOfLast = end;
        StepReport report = observation.Report(outcome, end);
        _run.Journal?.Finish(report, outcome);
        observation.End(report);
        return new StepRun(report, outcome.Outputs, Undo(step, scope, address, outcome));
    }

    private async ValueTask<StepRun> RunAttendedAsync(PlannedStep step, EvaluationScope scope, StepAddress address, Lane lane)
    {
        IReadOnlyDictionary<string, object?>? instead = null;
        StepOutcome? decided = _run.Replay?.Take(step, scope, address);
        if (decided is null && _run.Control.IsEngaged)
        {
            (decided, instead) = await HoldUpAsync(step, scope, address, lane).ConfigureAwait(false);
        }

        using StepObservation observation = new(_run, step, address, _run.Clock.Timestamp);
        observation.Begin();
        await _run.AuditAsync().ConfigureAwait(false);

        // An iteration of a loop bears a key; the loop itself does not.
        StepOutcome outcome = decided is StepOutcome already ? already
            : _run.HaltReason is not null ? StepOutcome.NotBegun
            : step.ForEach is not null && address.Key is null ? await RunLoopAsync(step, scope, address, lane).ConfigureAwait(false)
            : await _attempts.RunAsync(step, scope, address, instead, lane, observation.Start).ConfigureAwait(false);
        if (decided is null && _run.Replay is JournalReplay replay)
        {
            outcome = replay.Settle(address, outcome);
        }

        StepRun done = Conclude(observation, outcome, step, scope, address, lane);
        await _run.AuditAsync().ConfigureAwait(false);
        return done;
    }

    private async ValueTask<(StepOutcome? Decided, IReadOnlyDictionary<string, object?>? Arguments)> HoldUpAsync(PlannedStep step, EvaluationScope scope, StepAddress address, Lane lane)
    {
        StepVisit visit = new(step, scope, address, _run.Redactor);
        try
        {
            await _run.Control.PassAsync(visit, lane.Above).ConfigureAwait(false);
            return (visit.IsSkipped ? StepOutcome.Skipped : null, visit.Arguments);
        }
        catch (OperationCanceledException)
        {
            // Whatever is above has ended, or somebody at a debugger has had enough.
            return (new StepOutcome(StepStatus.Cancelled, 0, PlaybookValues.EmptyMap, "The step was cancelled before it began"), null);
        }
    }

    private async ValueTask<StepOutcome> RunLoopAsync(PlannedStep step, EvaluationScope scope, StepAddress address, Lane lane)
    {
        // A loop's time limit is that of each iteration; the loop itself can be skipped.
        CancellationToken limit = lane.Begin(address, timeout: null, now: 0);
        try
        {
            StepOutcome outcome = await _loops.RunAsync(step, scope, address, limit).ConfigureAwait(false);
            return outcome.Status == StepStatus.Cancelled && lane.IsSkipped ? outcome with { Status = StepStatus.Skipped, Error = null } : outcome;
        }
        finally
        {
            lane.End();
        }
    }

    /// <summary>A step's own rollback steps undo all of it, a nested run included; without them, what it ran undoes itself.</summary>
    private static Undo[] Undo(PlannedStep step, EvaluationScope scope, StepAddress address, in StepOutcome outcome)
    {
        if (step.Rollback.Count == 0 || outcome.Status != StepStatus.Completed || (step.ForEach is not null && address.Key is null))
        {
            return outcome.Details?.Undo ?? [];
        }

        return [new Undo(step.Rollback, scope.WithOwn(step.Slot, outcome.Outputs), address)];
    }
}
