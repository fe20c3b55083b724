using System.Globalization;
using Playbooks.Templates;

namespace Playbooks;

/// <summary>Runs the steps of a playbook in order: the root and every nested one alike.</summary>
internal sealed class PlaybookRunner
{
    private readonly RunState _run;
    private readonly StepRunner _steps;
    private readonly LoopRunner _loops;

    public PlaybookRunner(RunState run)
    {
        _run = run;
        _steps = new StepRunner(run, this);
        _loops = new LoopRunner(run, this);
    }

    /// <param name="parameters">Every declared parameter, fitted.</param>
    /// <param name="caller">The step that runs it; null for the root.</param>
    public async ValueTask<PlaybookOutcome> RunAsync(
        PlannedPlaybook playbook, IReadOnlyDictionary<string, object?> parameters, StepAddress? caller, CancellationToken cancellationToken)
    {
        DateTimeOffset startedAt = _run.TimeProvider.GetUtcNow();
        long start = _run.TimeProvider.GetTimestamp();
        EvaluationScope scope = MakeScope(playbook, parameters);
        StepReport[] reports = new StepReport[playbook.Steps.Count];
        List<Undo> undo = [];
        IReadOnlyList<StepReport> rollback = [];
        ExecutionStatus status = ExecutionStatus.Completed;
        string? error = null;
        for (int i = 0; i < reports.Length; i++)
        {
            PlannedStep step = playbook.Steps[i];
            StepAddress address = StepAddress.Of(caller, step.Step.Id);
            if (status == ExecutionStatus.Completed && cancellationToken.IsCancellationRequested)
            {
                status = ExecutionStatus.Cancelled;
                error = $"The run was cancelled before step '{step.Step.Id}'";
            }

            if (status != ExecutionStatus.Completed)
            {
                reports[i] = StepRun.NotReached(step, address).Report;
                continue;
            }

            StepRun done = await RunStepAsync(step, scope, address, cancellationToken).ConfigureAwait(false);
            reports[i] = done.Report;
            undo.AddRange(done.Outcome.Undo ?? []);
            if (done.Outcome.Status is StepStatus.Completed or StepStatus.Failed)
            {
                scope.Steps[step.Step.Id] = done.Outcome.Outputs;
            }

            (status, error) = Consequence(step, done.Report);
            if (status is (ExecutionStatus.Failed or ExecutionStatus.TimedOut) && step.Step.OnFailure == FailureAction.Rollback)
            {
                rollback = await RollbackRunner.RunAsync(this, undo, cancellationToken).ConfigureAwait(false);
                error += RollbackRunner.Remark(rollback);
                undo.Clear();
            }
        }

        IReadOnlyDictionary<string, object?> outputs = PlaybookValues.EmptyMap;
        if (status == ExecutionStatus.Completed)
        {
            (outputs, error) = Outputs(playbook, scope);
            status = error is null ? ExecutionStatus.Completed : ExecutionStatus.Failed;
        }

        ExecutionReport result = new()
        {
            ExecutionId = _run.ExecutionId,
            Playbook = playbook.Path,
            Status = status,
            StartedAt = startedAt,
            Duration = _run.TimeProvider.GetElapsedTime(start),
            Error = error is null ? null : _run.Redactor.Mask(error),
            Outputs = _run.Redactor.Mask(outputs),
            Steps = reports,
            Rollback = rollback,
        };
        return new PlaybookOutcome(result, outputs, undo);
    }

    /// <summary>Runs a step of whatever kind, tells the watchers, and reports.</summary>
    public async ValueTask<StepRun> RunStepAsync(PlannedStep step, EvaluationScope scope, StepAddress address, CancellationToken cancellationToken)
    {
        DateTimeOffset startedAt = _run.TimeProvider.GetUtcNow();
        long start = _run.TimeProvider.GetTimestamp();
        if (_run.Events.IsWatched(address.Depth))
        {
            _run.Events.Publish(new StepStarted { Timestamp = startedAt, Address = address, Step = step });
        }

        // An iteration of a loop bears a key; the loop itself does not.
        StepOutcome outcome = step.ForEach is not null && address.Key is null
            ? await _loops.RunAsync(step, scope, address, cancellationToken).ConfigureAwait(false)
            : UndoableAs(step, scope, address, await _steps.RunAsync(step, scope, address, cancellationToken).ConfigureAwait(false));
        StepReport report = new()
        {
            Id = step.Step.Id,
            Name = step.Step.Name,
            Type = step.Step.Type,
            Address = address,
            Status = outcome.Status,
            Attempts = outcome.Attempts,
            StartedAt = startedAt,
            Duration = _run.TimeProvider.GetElapsedTime(start),
            Outputs = _run.Redactor.Mask(outcome.Outputs),
            Error = outcome.Error is null ? null : _run.Redactor.Mask(outcome.Error),
            TimedOut = outcome.TimedOut,
            Nested = outcome.Nested,
            Iterations = outcome.Iterations,
        };
        if (report.Status == StepStatus.Failed)
        {
            EngineLog.StepFailed(_run.Logger, _run.ExecutionId, address, report.Error!);
        }

        if (_run.Events.IsWatched(address.Depth))
        {
            _run.Events.Publish(new StepFinished { Timestamp = _run.Events.Now, Address = address, Report = report });
        }

        return new StepRun(report, outcome);
    }

    /// <summary>A step's own rollback steps undo all of it, a nested run included; without them, what it ran undoes itself.</summary>
    private static StepOutcome UndoableAs(PlannedStep step, EvaluationScope scope, StepAddress address, StepOutcome outcome)
    {
        if (step.Rollback.Count == 0 || outcome.Status != StepStatus.Completed)
        {
            return outcome;
        }

        EvaluationScope own = scope.WithStep(step.Step.Id, outcome.Outputs);
        return outcome with { Undo = [new Undo(step.Rollback, own, address)] };
    }

    private EvaluationScope MakeScope(PlannedPlaybook playbook, IReadOnlyDictionary<string, object?> parameters) => new()
    {
        Parameters = parameters,
        Credentials = _run.Credentials.Known,
        Execution = new Dictionary<string, object?>
        {
            ["id"] = _run.ExecutionId,
            ["started_at"] = _run.StartedAt.ToString("O", CultureInfo.InvariantCulture),
            ["playbook"] = playbook.Path,
        },
    };

    /// <summary>What a step's end means for its playbook.</summary>
    private static (ExecutionStatus Status, string? Error) Consequence(PlannedStep step, StepReport report) => report.Status switch
    {
        StepStatus.Cancelled => (ExecutionStatus.Cancelled, $"Step '{report.Id}' was cancelled"),
        StepStatus.Failed when step.Step.OnFailure != FailureAction.Continue
            => (report.TimedOut ? ExecutionStatus.TimedOut : ExecutionStatus.Failed, $"Step '{report.Id}' failed: {report.Error}"),
        _ => (ExecutionStatus.Completed, null),
    };

    private static (IReadOnlyDictionary<string, object?> Outputs, string? Error) Outputs(PlannedPlaybook playbook, EvaluationScope scope)
    {
        if (playbook.Outputs.Count == 0)
        {
            return (PlaybookValues.EmptyMap, null);
        }

        Dictionary<string, object?> outputs = new(playbook.Outputs.Count, StringComparer.Ordinal);
        foreach ((string name, Expression value) in playbook.Outputs)
        {
            try
            {
                object? output = value.Value(scope);
                ValueBounds.Check(output);
                outputs[name] = output;
            }
            catch (TemplateException exception)
            {
                return (PlaybookValues.EmptyMap, $"The output '{name}' cannot be had: {exception.Message}");
            }
        }

        return (outputs, null);
    }
}
