using System.Globalization;
using Playbooks.Templates;

namespace Playbooks;

/// <summary>Runs the steps of a playbook in order: the root and every nested one alike.</summary>
internal sealed class PlaybookRunner
{
    private readonly RunState _run;
    private readonly StepRunner _steps;

    public PlaybookRunner(RunState run)
    {
        _run = run;
        _steps = new StepRunner(run, this);
    }

    /// <param name="parameters">Every declared parameter, fitted.</param>
    /// <param name="caller">The step that runs it; null for the root.</param>
    public async ValueTask<PlaybookOutcome> RunAsync(
        PlannedPlaybook playbook, IReadOnlyDictionary<string, object?> parameters, StepAddress? caller, CancellationToken cancellationToken)
    {
        DateTimeOffset startedAt = _run.TimeProvider.GetUtcNow();
        long start = _run.TimeProvider.GetTimestamp();
        EvaluationScope scope = new()
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
        StepReport[] reports = new StepReport[playbook.Steps.Count];
        ExecutionStatus status = ExecutionStatus.Completed;
        string? error = null;
        for (int i = 0; i < reports.Length; i++)
        {
            PlannedStep step = playbook.Steps[i];
            StepAddress address = new(caller, step.Step.Id);
            if (status == ExecutionStatus.Completed && cancellationToken.IsCancellationRequested)
            {
                status = ExecutionStatus.Cancelled;
                error = $"The run was cancelled before step '{step.Step.Id}'";
            }

            if (status != ExecutionStatus.Completed)
            {
                reports[i] = NotReached(step, address);
                continue;
            }

            StepReport report = await RunStepAsync(step, scope, address, cancellationToken).ConfigureAwait(false);
            reports[i] = report;
            (status, error) = Consequence(step, report);
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
        };
        return new PlaybookOutcome(result, outputs);
    }

    private async ValueTask<StepReport> RunStepAsync(PlannedStep step, EvaluationScope scope, StepAddress address, CancellationToken cancellationToken)
    {
        DateTimeOffset startedAt = _run.TimeProvider.GetUtcNow();
        long start = _run.TimeProvider.GetTimestamp();
        if (_run.Events.IsWatched(address.Depth))
        {
            _run.Events.Publish(new StepStarted { Timestamp = startedAt, Address = address, Step = step });
        }

        StepOutcome outcome = await _steps.RunAsync(step, scope, address, cancellationToken).ConfigureAwait(false);
        if (outcome.Status is StepStatus.Completed or StepStatus.Failed)
        {
            scope.Steps[step.Step.Id] = outcome.Outputs;
        }

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
        };
        if (report.Status == StepStatus.Failed)
        {
            EngineLog.StepFailed(_run.Logger, _run.ExecutionId, address, report.Error!);
        }

        if (_run.Events.IsWatched(address.Depth))
        {
            _run.Events.Publish(new StepFinished { Timestamp = _run.Events.Now, Address = address, Report = report });
        }

        return report;
    }

    /// <summary>What a step's end means for its playbook.</summary>
    private static (ExecutionStatus Status, string? Error) Consequence(PlannedStep step, StepReport report) => report.Status switch
    {
        StepStatus.Cancelled => (ExecutionStatus.Cancelled, $"Step '{report.Id}' was cancelled"),
        StepStatus.Failed when step.Step.OnFailure == FailureAction.Abort
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

    private static StepReport NotReached(PlannedStep step, StepAddress address)
        => new() { Id = step.Step.Id, Name = step.Step.Name, Type = step.Step.Type, Address = address };
}
