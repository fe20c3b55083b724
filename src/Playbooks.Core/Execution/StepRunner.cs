using System.Runtime.CompilerServices;
using System.Text.Json;
using Playbooks.Templates;

namespace Playbooks;

/// <summary>Runs one step, or one iteration of one: its condition, its arguments, its time limit, its attempts.</summary>
internal sealed class StepRunner(RunState run, PlaybookRunner playbooks)
{
    public async ValueTask<StepOutcome> RunAsync(PlannedStep step, EvaluationScope scope, StepAddress address, CancellationToken cancellationToken)
    {
        Dictionary<string, object?> arguments;
        try
        {
            // A loop has asked already, unless the answer is another one for each item.
            if (step.Condition is not null && (step.ForEach is null || step.HasConditionPerItem) && !Values.Truth(step.Condition.Value(scope), "when"))
            {
                return StepOutcome.Skipped;
            }

            arguments = ArgumentEvaluator.Evaluate(step, scope);
            // What templates made of secrets is known from here on too, whoever repeats it.
            run.Redactor.AddAll(arguments);
        }
        catch (TemplateException exception)
        {
            return StepOutcome.Failed(0, exception.Message);
        }

        if (step.Timeout is not TimeSpan timeout)
        {
            return await AttemptAsync(step, scope, address, arguments, cancellationToken).ConfigureAwait(false);
        }

        using CancellationTokenSource timer = new(timeout, run.TimeProvider);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        StepOutcome outcome = await AttemptAsync(step, scope, address, arguments, limit.Token).ConfigureAwait(false);
        return outcome.Status == StepStatus.Cancelled && !cancellationToken.IsCancellationRequested
            ? outcome with { Status = StepStatus.Failed, TimedOut = true, Error = $"The step timed out after {timeout.TotalSeconds:0.###} s" }
            : outcome;
    }

    /// <param name="limit">Fires when the step's time is over or the run is cancelled.</param>
    private async ValueTask<StepOutcome> AttemptAsync(
        PlannedStep step, EvaluationScope scope, StepAddress address, Dictionary<string, object?> arguments, CancellationToken limit)
    {
        // What a failed attempt of a nested playbook completed is still there, whatever the next attempt does.
        List<Undo>? undo = null;
        for (int attempt = 1; ; attempt++)
        {
            StepOutcome outcome;
            try
            {
                outcome = step.Nested is PlannedPlaybook nested
                    ? await RunNestedAsync(nested, attempt, address.ForAttempt(attempt), arguments, limit).ConfigureAwait(false)
                    : await RunHandlerAsync(step, scope, attempt, address.ForAttempt(attempt), arguments, limit).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                return new StepOutcome(StepStatus.Cancelled, attempt, PlaybookValues.EmptyMap, "The step was cancelled", Undo: undo);
            }

            if (outcome.Undo is { Count: > 0 } completed)
            {
                (undo ??= []).AddRange(completed);
            }

            outcome = outcome with { Undo = undo };
            // A nested run that was cancelled by this step's own limit, or with the whole run, says so itself.
            if (outcome.Status != StepStatus.Failed || attempt > step.Step.Retry.Count || limit.IsCancellationRequested)
            {
                return outcome;
            }

            TimeSpan delay = step.Step.Retry.DelayAfter(attempt);
            Announce(address, attempt, outcome.Error!, delay);
            try
            {
                await Task.Delay(delay, run.TimeProvider, limit).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                return outcome with { Status = StepStatus.Cancelled };
            }
        }
    }

    private async ValueTask<StepOutcome> RunHandlerAsync(
        PlannedStep step, EvaluationScope scope, int attempt, StepAddress address, Dictionary<string, object?> arguments, CancellationToken limit)
    {
        EngineStepContext context = new(run, scope, address, attempt, new StepArguments(arguments));
        StepResult result = await StepAttempt.RunAsync(step.Handler!, context, run, limit).ConfigureAwait(false);
        run.Redactor.AddAll(result.Outputs);
        return new StepOutcome(result.Error is null ? StepStatus.Completed : StepStatus.Failed, attempt, result.Outputs, result.Error);
    }

    private async ValueTask<StepOutcome> RunNestedAsync(
        PlannedPlaybook nested, int attempt, StepAddress address, Dictionary<string, object?> arguments, CancellationToken limit)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            // Playbooks below playbooks whose steps all end at once would use up the stack: go on with a fresh one.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        ParameterBinder binder = new(run.RootDirectory, run.Credentials, run.Redactor);
        Dictionary<string, object?> parameters;
        try
        {
            (parameters, List<Diagnostic> problems) = await binder.BindAsync(nested.Playbook, arguments, limit).ConfigureAwait(false);
            if (problems.Count > 0)
            {
                return StepOutcome.Failed(attempt, $"Playbook '{nested.Path}' was not started: {string.Join("; ", problems.Select(problem => problem.Message))}");
            }
        }
        catch (PlaybookException exception)
        {
            return StepOutcome.Failed(attempt, $"Playbook '{nested.Path}' was not started: {exception.Message}");
        }

        PlaybookOutcome outcome = await playbooks.RunAsync(nested, parameters, address, limit).ConfigureAwait(false);
        ExecutionReport report = outcome.Report;
        Dictionary<string, object?> outputs = new(outcome.Outputs, StringComparer.Ordinal)
        {
            ["playbook"] = nested.Path,
            ["status"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(report.Status.ToString()),
            ["steps_executed"] = (long)report.Steps.Count(step => step.WasStarted),
            ["completed"] = report.Status == ExecutionStatus.Completed,
        };
        StepStatus status = report.Status switch
        {
            ExecutionStatus.Completed => StepStatus.Completed,
            ExecutionStatus.Cancelled => StepStatus.Cancelled,
            _ => StepStatus.Failed,
        };
        string? error = report.Status == ExecutionStatus.Completed ? null : $"Playbook '{nested.Path}': {report.Error}";
        return new StepOutcome(status, attempt, outputs, error, report.Status == ExecutionStatus.TimedOut, report, Undo: outcome.Undo);
    }

    private void Announce(StepAddress address, int attempt, string error, TimeSpan delay)
    {
        if (run.Events.IsWatched(address.Depth))
        {
            run.Events.Publish(new StepRetrying
            {
                Timestamp = run.Events.Now,
                Address = address,
                Attempt = attempt,
                Error = run.Redactor.Mask(error),
                Delay = delay,
            });
        }
    }
}
