using Microsoft.Extensions.Logging;
using Playbooks.Templates;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Runs a step, or an iteration of a loop: condition, arguments, time limit, retries.</summary>
internal sealed class AttemptRunner(RunState run, PlaybookRunner playbooks)
{
    private readonly NestedAttempt _nested = new(run, playbooks);

    /// <param name="step">The step.</param>
    /// <param name="scope">The values that its templates see.</param>
    /// <param name="address">Its address.</param>
    /// <param name="overrides">Argument values that replace those of the playbook; null for none.</param>
    /// <param name="lane">The lane in which it runs.</param>
    public async ValueTask<StepOutcome> RunAsync(
        PlannedStep step,
        EvaluationScope scope,
        StepAddress address,
        IReadOnlyDictionary<string, object?>? overrides,
        StepLane lane)
    {
        if (Prepare(step, scope, address, overrides, out StepArguments arguments) is StepOutcome unprepared)
        {
            return unprepared;
        }

        CancellationToken limit = lane.Begin(address, step.Timeout);
        // Steps that a failed attempt at a nested playbook completed must still be undone, whatever the next attempt
        // does.
        RollbackEntry[] rollback = [];
        try
        {
            for (int attempt = 1 + (run.Replay?.TakeFailedAttempts(address, scope) ?? 0); ; attempt++)
            {
                if (step.Nested is null && run.Journal is RunJournal journal
                    && !await journal.StartAsync(step, address).ConfigureAwait(false))
                {
                    return StepOutcome.NotBegun;
                }

                StepAddress attempted = address.ForAttempt(attempt);
                EngineStepContext context = new(run, scope, step, attempted, arguments);
                StepOutcome outcome = step.Nested is PlannedPlaybook nested
                    ? await _nested.RunAsync(nested, context, lane, limit).ConfigureAwait(false)
                    : await StepAttempt.RunAsync(step.Handler!, context, run, limit).ConfigureAwait(false);
                if (rollback.Length > 0 || outcome.Rollback.Length > 0)
                {
                    rollback = [.. rollback, .. outcome.Rollback];
                    outcome = outcome with { Rollback = rollback };
                }

                bool mayRetry = outcome.Status == StepStatus.Failed && attempt <= step.Step.Retry.Count
                    && !limit.IsCancellationRequested && !lane.IsCancelled && run.HaltReason is null;
                if (!mayRetry)
                {
                    return Settle(outcome, step, lane);
                }

                StepOutcome? end = await WaitForNextAsync(step, address, attempt, outcome, limit)
                    .ConfigureAwait(false);
                if (end is not null)
                {
                    return Settle(end, step, lane);
                }
            }
        }
        finally
        {
            lane.End();
        }
    }

    /// <summary>Evaluates the condition and the arguments.</summary>
    /// <returns>An outcome when the step is not run; otherwise null.</returns>
    private StepOutcome? Prepare(
        PlannedStep step,
        EvaluationScope scope,
        StepAddress address,
        IReadOnlyDictionary<string, object?>? overrides,
        out StepArguments arguments)
    {
        arguments = StepArguments.Empty;
        try
        {
            // A loop has evaluated its condition already, unless the condition refers to the item.
            if (step.Condition is not null && (step.ForEach is null || step.HasConditionPerItem)
                && !ValueComparison.Truth(step.Condition.Value(scope), "when"))
            {
                return StepOutcome.Skipped;
            }

            if (!step.TakesNothing || overrides is not null)
            {
                arguments = ArgumentEvaluator.Evaluate(step, scope, overrides, run.Redactor);
            }
        }
        catch (TemplateException exception)
        {
            return run.IsCheck && exception.LacksStep
                ? SkippedByCheck(address, exception.Message)
                : StepOutcome.Failed(0, exception.Message);
        }

        return run.IsCheck && !step.RunsInCheck
            ? SkippedByCheck(address, $"'{step.Definition.Type}' may change something, and cannot predict what")
            : null;
    }

    private StepOutcome SkippedByCheck(StepAddress address, string why)
    {
        if (run.IsWatched(address.Depth))
        {
            string message = run.Redactor.Mask($"Skipped in check mode: {why}");
            run.Publish(new StepLogged
            {
                Timestamp = run.Clock.Now,
                Address = address,
                Level = LogLevel.Information,
                Message = message,
            });
        }

        return StepOutcome.Skipped;
    }

    /// <summary>Tells the causes of a cancellation apart: a time limit, a skip, or the run or playbook above.</summary>
    private static StepOutcome Settle(StepOutcome outcome, PlannedStep step, StepLane lane)
        => outcome.Status != StepStatus.Cancelled ? outcome
            : lane.IsSkipped ? outcome with { Status = StepStatus.Skipped, Error = null }
            : !lane.TimedOut ? outcome
            : outcome with
            {
                Status = StepStatus.Failed,
                TimedOut = true,
                Error = $"The step timed out after {step.Timeout!.Value.TotalSeconds:0.###} s",
            };

    /// <summary>Announces the next attempt and waits for its time.</summary>
    /// <returns>The outcome with which the step ends when there will be no next attempt; otherwise null.</returns>
    private async ValueTask<StepOutcome?> WaitForNextAsync(
        PlannedStep step, StepAddress address, int attempt, StepOutcome outcome, CancellationToken limit)
    {
        if (run.Replay?.HasBegun(address.ForAttempt(attempt + 1)) == true)
        {
            // The run waited already, before it was resumed.
            return null;
        }

        TimeSpan delay = step.Step.Retry.DelayAfter(attempt);
        string masked = run.Redactor.Mask(outcome.Error!);
        if (run.IsWatched(address.Depth))
        {
            run.Publish(new StepRetrying
            {
                Timestamp = run.Clock.Now,
                Address = address,
                Attempt = attempt,
                Error = masked,
                Delay = delay,
            });
            await run.AuditAsync().ConfigureAwait(false);
        }

        if (run.Journal is RunJournal journal && step.Nested is null)
        {
            IReadOnlyDictionary<string, object?>? variables = outcome.Variables;
            await journal.AttemptFailedAsync(address, attempt, masked, variables).ConfigureAwait(false);
        }

        if (run.HaltReason is not null)
        {
            return outcome;
        }

        try
        {
            await Task.Delay(delay, run.TimeProvider, limit).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return outcome with { Status = StepStatus.Cancelled };
        }
    }
}
