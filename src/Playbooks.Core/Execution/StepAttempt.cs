using Microsoft.Extensions.Logging;
using Playbooks.Values;

namespace Playbooks;

/// <summary>Calls a step handler once. No fault of the handler can break the run or hold it up.</summary>
internal static class StepAttempt
{
    public static async ValueTask<StepOutcome> RunAsync(
        IStepHandler handler, EngineStepContext context, RunState run, CancellationToken limit)
    {
        StepOutcome outcome;
        try
        {
            limit.ThrowIfCancellationRequested();
            ValueTask<StepResult> pending = handler.ExecuteAsync(context, limit);
            StepResult? result = pending.IsCompleted
                ? await pending.ConfigureAwait(false)
                : await WaitAsync(pending.AsTask(), context, run, limit).ConfigureAwait(false);
            outcome = result is null ? NoResult(handler, context) : StepOutcome.Of(result, context.Attempt);
            if (!PlaybookValues.IsEmpty(outcome.Outputs))
            {
                outcome = Learn(outcome, context, run);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            outcome = StepOutcome.Cancelled(context.Attempt);
        }
        catch (Exception exception)
        {
            // The contract of IStepHandler: whatever a handler throws fails its step.
            outcome = Failed(exception, context, run);
        }

        // Only the journal needs the variables. A step that failed or was stopped may have set some too.
        return run.Journal is not null && context.Variables is IReadOnlyDictionary<string, object?> variables
            ? outcome with { Variables = variables }
            : outcome;
    }

    /// <summary>Makes the secrets among the outputs known to the redactor, before the outputs are published.</summary>
    private static StepOutcome Learn(StepOutcome outcome, EngineStepContext context, RunState run)
    {
        try
        {
            if (context.Step.SecretOutputs.Length > 0)
            {
                // SecretOutputs copies the values recursively, so their depth and number must be bounded.
                ValueBounds.Check(outcome.Outputs);
                IReadOnlyDictionary<string, object?> given = outcome.Outputs;
                outcome = outcome with { Outputs = SecretOutputs.Hide(context.Step, given, out string? missing) };
                if (missing is not null && outcome.Status == StepStatus.Completed)
                {
                    context.Log(
                        LogLevel.Warning,
                        $"The step gave no '{missing}', which its 'secret_outputs' names: nothing was hidden for it");
                }
            }

            run.Redactor.AddAll(outcome.Outputs);
            return outcome;
        }
        catch (TemplateException exception)
        {
            return StepOutcome.Failed(context.Attempt, $"Its outputs cannot be taken: {exception.Message}");
        }
    }

    private static StepOutcome NoResult(IStepHandler handler, EngineStepContext context) => StepOutcome.Failed(
        context.Attempt, $"The step type '{handler.Definition.Type}' returned no result; its handler has a defect");

    /// <summary>Waits for the handler; once the token has fired, only for the grace period.</summary>
    private static async Task<StepResult> WaitAsync(
        Task<StepResult> handler, EngineStepContext context, RunState run, CancellationToken limit)
    {
        try
        {
            return await handler.WaitAsync(limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !handler.IsCompleted)
        {
            TimeSpan grace = run.Options.CancellationGrace;
            Task graceEnds = Task.Delay(grace, run.TimeProvider, CancellationToken.None);
            if (await Task.WhenAny(handler, graceEnds).ConfigureAwait(false) != handler)
            {
                context.Abandon();
                EngineLog.StepAbandoned(run.Logger, run.ExecutionId, context.Address, (long)grace.TotalMilliseconds);
                // Observes the exception of the abandoned handler, which would otherwise count as unobserved.
                _ = handler.ContinueWith(
                    late => late.Exception,
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted,
                    TaskScheduler.Default);
                throw;
            }

            // The handler ended within the grace period, so its result counts.
            return await handler.ConfigureAwait(false);
        }
    }

    private static StepOutcome Failed(Exception exception, EngineStepContext context, RunState run)
    {
        string name = exception.GetType().Name;
        if (run.Logger.IsEnabled(LogLevel.Debug))
        {
            string text = run.Redactor.Mask(exception.ToString());
            EngineLog.StepThrew(run.Logger, run.ExecutionId, context.Address, context.Attempt, name, text);
        }

        string message = exception is AggregateException { InnerExceptions: [Exception only] }
            ? only.Message
            : exception.Message;
        return StepOutcome.Failed(context.Attempt, string.IsNullOrWhiteSpace(message) ? name : message);
    }
}
