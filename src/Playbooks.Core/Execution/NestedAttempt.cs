using System.Runtime.CompilerServices;

namespace Playbooks;

/// <summary>Runs the playbook of a step once: binds its parameters and calls <see cref="PlaybookRunner"/>.</summary>
internal sealed class NestedAttempt(RunState run, PlaybookRunner playbooks)
{
    private readonly ParameterBinder _binder = new(run);

    /// <param name="nested">The playbook.</param>
    /// <param name="step">This attempt at the step, with its address and its evaluated arguments.</param>
    /// <param name="lane">The lane of the step.</param>
    /// <param name="limit">Fires when the step has to stop.</param>
    public async ValueTask<StepOutcome> RunAsync(
        PlannedPlaybook nested, EngineStepContext step, StepLane lane, CancellationToken limit)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            // Nested playbooks whose steps all complete synchronously could overflow the stack. So this continues on a
            // new one.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        IReadOnlyDictionary<string, object?> parameters;
        try
        {
            // A playbook that has not begun has nothing to clean up, so its finally steps do not run.
            limit.ThrowIfCancellationRequested();
            (parameters, IReadOnlyList<Diagnostic> problems)
                = await _binder.BindAsync(nested.Playbook, step.Arguments, limit).ConfigureAwait(false);
            if (problems.Count > 0)
            {
                return NotStarted(nested, step, string.Join("; ", problems.Select(problem => problem.Message)));
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return StepOutcome.Cancelled(step.Attempt);
        }
        catch (PlaybookException exception)
        {
            return NotStarted(nested, step, exception.Message);
        }

        // The binding may have waited for a credential. The steps' time limits do not include that wait.
        lane.ReadClock();
        StepLane below = lane.EnterBelow();
        PlaybookOutcome outcome;
        try
        {
            outcome = await playbooks.RunAsync(nested, parameters, step.Address, below).ConfigureAwait(false);
        }
        finally
        {
            below.Leave();
        }

        ExecutionReport report = outcome.Report;
        StepStatus status = report.Status switch
        {
            ExecutionStatus.Completed => StepStatus.Completed,
            ExecutionStatus.Cancelled => StepStatus.Cancelled,
            _ => StepStatus.Failed,
        };
        return new StepOutcome(status, step.Attempt)
        {
            Outputs = new NestedOutputs(nested.Path, outcome),
            Error = status == StepStatus.Completed ? null : $"Playbook '{nested.Path}': {report.Error}",
            TimedOut = report.Status == ExecutionStatus.TimedOut,
            Nested = report,
            Rollback = outcome.Rollback,
        };
    }

    private static StepOutcome NotStarted(PlannedPlaybook nested, EngineStepContext step, string why)
        => StepOutcome.Failed(step.Attempt, $"Playbook '{nested.Path}' was not started: {why}");
}
