using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Playbooks.Templates;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Runs what is to be done once for a step, or for one iteration of it: its condition, its arguments, its time limit, its attempts.</summary>
internal sealed class AttemptRunner(RunState run, PlaybookRunner playbooks)
{
    private readonly ParameterBinder _binder = new(run.RootDirectory, run.Credentials, run.Redactor);

    /// <param name="step">The step.</param>
    /// <param name="scope">What its templates see.</param>
    /// <param name="address">Where it stands.</param>
    /// <param name="instead">What it is given in place of what its playbook says; null for nothing.</param>
    /// <param name="lane">Where it runs.</param>
    /// <param name="now">When it began, as a timestamp of the clock.</param>
    public ValueTask<StepOutcome> RunAsync(
        PlannedStep step, EvaluationScope scope, StepAddress address, IReadOnlyDictionary<string, object?>? instead, Lane lane, long now)
    {
        StepArguments arguments;
        try
        {
            // A loop has asked already, unless the answer is another one for each item.
            if (step.Condition is not null && (step.ForEach is null || step.HasConditionPerItem) && !ValueComparison.Truth(step.Condition.Value(scope), "when"))
            {
                return new(StepOutcome.Skipped);
            }

            arguments = step.TakesNothing && instead is null ? StepArguments.Empty : Evaluate(step, scope, instead);
        }
        catch (TemplateException exception)
        {
            return new(run.IsCheck && exception.LacksStep ? SkippedByCheck(address, exception.Message) : StepOutcome.Failed(0, exception.Message));
        }

        if (run.IsCheck && !step.RunsInCheck)
        {
            return new(SkippedByCheck(address, $"'{step.Definition.Type}' may change something, and cannot predict what"));
        }

        CancellationToken limit = lane.Begin(address, step.Timeout, now);
        if (run.Journal is not null || run.Replay is not null)
        {
            return AttemptAllAsync(step, scope, address, arguments, first: null, lane, now, limit);
        }

        // Many steps, and playbooks of them, end at once and well: they cost no state machine.
        StepOutcome outcome;
        if (step.Nested is PlannedPlaybook nested)
        {
            ValueTask<StepOutcome> pending = RunNestedAsync(nested, attempt: 1, address, arguments, lane, now, limit);
            if (!pending.IsCompletedSuccessfully)
            {
                return AttemptAllAsync(step, scope, address, arguments, pending.AsTask(), lane, now, limit);
            }

            outcome = pending.Result;
        }
        else
        {
            EngineStepContext context = new(run, scope, address, attempt: 1, arguments);
            ValueTask<StepResult> pending = StepAttempt.RunAsync(step.Handler!, context, run, limit);
            if (!pending.IsCompletedSuccessfully)
            {
                return AttemptAllAsync(step, scope, address, arguments, OutcomeAsync(context, pending), lane, now, limit);
            }

            outcome = Outcome(context, pending.Result);
        }

        if (outcome.Status != StepStatus.Completed)
        {
            return AttemptAllAsync(step, scope, address, arguments, Task.FromResult(outcome), lane, now, limit);
        }

        lane.End();
        return new(outcome);
    }

    /// <param name="step">The step.</param>
    /// <param name="scope">What its templates see.</param>
    /// <param name="address">Where it stands.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="first">The first attempt, when it has begun.</param>
    /// <param name="lane">Where it runs.</param>
    /// <param name="now">When it began, as a timestamp of the clock.</param>
    /// <param name="limit">Fires when it has to stop.</param>
    private async ValueTask<StepOutcome> AttemptAllAsync(
        PlannedStep step, EvaluationScope scope, StepAddress address, StepArguments arguments, Task<StepOutcome>? first, Lane lane, long now, CancellationToken limit)
    {
        // What a failed attempt of a nested playbook completed is still there, whatever the next attempt does.
        List<Undo>? undo = null;
        try
        {
            for (int attempt = 1 + (run.Replay?.TakeFailedAttempts(address, scope) ?? 0); ; attempt++)
            {
                StepOutcome outcome;
                EngineStepContext? context = null;
                try
                {
                    if (first is Task<StepOutcome> begun)
                    {
                        first = null;
                        outcome = await begun.ConfigureAwait(false);
                    }
                    else if (step.Nested is PlannedPlaybook nested)
                    {
                        outcome = await RunNestedAsync(nested, attempt, address.ForAttempt(attempt), arguments, lane, attempt == 1 ? now : run.Clock.Timestamp, limit).ConfigureAwait(false);
                    }
                    else if (run.Journal is RunJournal journal && !await journal.StartAsync(step, address).ConfigureAwait(false))
                    {
                        return StepOutcome.NotBegun;
                    }
                    else
                    {
                        context = new(run, scope, address.ForAttempt(attempt), attempt, arguments);
                        outcome = Outcome(context, await StepAttempt.RunAsync(step.Handler!, context, run, limit).ConfigureAwait(false));
                    }
                }
                catch (OperationCanceledException) when (limit.IsCancellationRequested)
                {
                    outcome = new StepOutcome(StepStatus.Cancelled, attempt, PlaybookValues.EmptyMap, "The step was cancelled");
                }

                if (step.Nested is null)
                {
                    outcome = WithVariables(outcome, context);
                }
                else if (undo is not null || outcome.Details?.Undo.Length > 0)
                {
                    outcome = WithUndo(outcome, ref undo);
                }

                if (outcome.Status != StepStatus.Failed || attempt > step.Step.Retry.Count || limit.IsCancellationRequested || run.HaltReason is not null)
                {
                    return Settle(outcome, step, lane);
                }

                if (await WaitForNextAsync(step, address, attempt, outcome, limit).ConfigureAwait(false) is StepOutcome end)
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

    private StepOutcome SkippedByCheck(StepAddress address, string why)
    {
        if (run.IsWatched(address.Depth))
        {
            run.Publish(new StepLogged { Timestamp = run.Clock.Now, Address = address, Level = LogLevel.Information, Message = run.Redactor.Mask($"Skipped in check mode: {why}") });
        }

        return StepOutcome.Skipped;
    }

    private StepArguments Evaluate(PlannedStep step, EvaluationScope scope, IReadOnlyDictionary<string, object?>? instead)
    {
        StepArguments arguments = ArgumentEvaluator.Evaluate(step, scope, instead);
        // What templates made of secrets is known from here on too, whoever repeats it.
        arguments.MakeKnown(run.Redactor);
        return arguments;
    }

    private async Task<StepOutcome> OutcomeAsync(EngineStepContext context, ValueTask<StepResult> pending) => Outcome(context, await pending.ConfigureAwait(false));

    private StepOutcome Outcome(EngineStepContext context, StepResult result)
    {
        if (!PlaybookValues.IsEmpty(result.Outputs))
        {
            run.Redactor.AddAll(result.Outputs);
        }

        return new StepOutcome(result.Error is null ? StepStatus.Completed : StepStatus.Failed, context.Attempt, result.Outputs, result.Error);
    }

    /// <summary>What a handler set that failed, or was stopped, is set too.</summary>
    private static StepOutcome WithVariables(in StepOutcome outcome, EngineStepContext? context)
        => context?.Variables is IReadOnlyDictionary<string, object?> variables ? outcome with { Details = new StepDetails { Variables = variables } } : outcome;

    private static StepOutcome WithUndo(in StepOutcome outcome, ref List<Undo>? undo)
    {
        (undo ??= []).AddRange(outcome.Details?.Undo ?? []);
        return outcome with { Details = (outcome.Details ?? new StepDetails()) with { Undo = [.. undo] } };
    }

    /// <summary>What was cancelled says who did it: the step's own time limit, somebody who skipped it, or whatever is above.</summary>
    private static StepOutcome Settle(in StepOutcome outcome, PlannedStep step, Lane lane)
        => outcome.Status != StepStatus.Cancelled ? outcome
            : lane.IsSkipped ? outcome with { Status = StepStatus.Skipped, Error = null }
            : lane.TimedOut ? outcome with { Status = StepStatus.Failed, TimedOut = true, Error = $"The step timed out after {step.Timeout!.Value.TotalSeconds:0.###} s" }
            : outcome;

    /// <returns>What the step ends with, when the time for its next attempt does not come; otherwise null.</returns>
    private async ValueTask<StepOutcome?> WaitForNextAsync(PlannedStep step, StepAddress address, int attempt, StepOutcome outcome, CancellationToken limit)
    {
        if (run.Replay?.HasBegun(address.ForAttempt(attempt + 1)) == true)
        {
            // That was waited for in an earlier life of the run.
            return null;
        }

        TimeSpan delay = step.Step.Retry.DelayAfter(attempt);
        string masked = run.Redactor.Mask(outcome.Error!);
        if (run.IsWatched(address.Depth))
        {
            run.Publish(new StepRetrying { Timestamp = run.Clock.Now, Address = address, Attempt = attempt, Error = masked, Delay = delay });
            await run.AuditAsync().ConfigureAwait(false);
        }

        if (run.Journal is RunJournal journal && step.Nested is null)
        {
            await journal.AttemptFailedAsync(address, attempt, masked, outcome.Details?.Variables).ConfigureAwait(false);
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

    private async ValueTask<StepOutcome> RunNestedAsync(
        PlannedPlaybook nested, int attempt, StepAddress address, StepArguments arguments, Lane lane, long start, CancellationToken limit)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            // Playbooks below playbooks whose steps all end at once would use up the stack: go on with a fresh one.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        // What has not begun has nothing to tidy up at its end.
        limit.ThrowIfCancellationRequested();
        IReadOnlyDictionary<string, object?> parameters = PlaybookValues.EmptyMap;
        try
        {
            ValueTask<(IReadOnlyDictionary<string, object?> Values, IReadOnlyList<Diagnostic> Problems)> binding = _binder.BindAsync(nested.Playbook, arguments, limit);
            bool isWaitedFor = !binding.IsCompleted;
            (parameters, IReadOnlyList<Diagnostic> problems) = await binding.ConfigureAwait(false);
            start = isWaitedFor ? run.Clock.Timestamp : start;
            if (problems.Count > 0)
            {
                return StepOutcome.Failed(attempt, $"Playbook '{nested.Path}' was not started: {string.Join("; ", problems.Select(problem => problem.Message))}");
            }
        }
        catch (PlaybookException exception)
        {
            return StepOutcome.Failed(attempt, $"Playbook '{nested.Path}' was not started: {exception.Message}");
        }

        Lane below = lane.EnterBelow(start);
        PlaybookOutcome outcome;
        try
        {
            outcome = await playbooks.RunAsync(nested, parameters, address, below).ConfigureAwait(false);
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
        string? error = report.Status == ExecutionStatus.Completed ? null : $"Playbook '{nested.Path}': {report.Error}";
        return new StepOutcome(status, attempt, new NestedOutputs(nested.Path, outcome), error, report.Status == ExecutionStatus.TimedOut, new StepDetails { Nested = report, Undo = outcome.Undo });
    }
}
