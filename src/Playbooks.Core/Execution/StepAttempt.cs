using Microsoft.Extensions.Logging;

namespace Playbooks;

/// <summary>Runs one attempt of a step handler so that nothing it does can break or hold up the run.</summary>
internal static class StepAttempt
{
    /// <exception cref="OperationCanceledException">The token fired, and the handler stopped or was abandoned.</exception>
    public static async ValueTask<StepResult> RunAsync(IStepHandler handler, EngineStepContext context, RunState run, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            ValueTask<StepResult> pending = handler.ExecuteAsync(context, cancellationToken);
            StepResult? result = pending.IsCompleted
                ? await pending.ConfigureAwait(false)
                : await WaitAsync(pending.AsTask(), context, run, cancellationToken).ConfigureAwait(false);
            return result ?? StepResult.Failed($"The step type '{handler.Definition.Type}' returned no result; its handler has a defect");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // Whatever a handler throws fails its step: that is the contract of IStepHandler.
            if (run.Logger.IsEnabled(LogLevel.Debug))
            {
                EngineLog.StepThrew(run.Logger, run.ExecutionId, context.Address, context.Attempt, exception.GetType().Name, run.Redactor.Mask(exception.ToString()));
            }

            string message = exception is AggregateException { InnerExceptions: [Exception only] } ? only.Message : exception.Message;
            return StepResult.Failed(string.IsNullOrWhiteSpace(message) ? exception.GetType().Name : message);
        }
    }

    /// <summary>Waits for the handler; once the token has fired, only for the time of grace.</summary>
    private static async Task<StepResult> WaitAsync(Task<StepResult> handler, EngineStepContext context, RunState run, CancellationToken cancellationToken)
    {
        try
        {
            return await handler.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !handler.IsCompleted)
        {
            Task ended = await Task.WhenAny(handler, Task.Delay(run.CancellationGrace, run.TimeProvider, CancellationToken.None)).ConfigureAwait(false);
            if (ended != handler)
            {
                context.Abandon();
                EngineLog.StepAbandoned(run.Logger, run.ExecutionId, context.Address, (long)run.CancellationGrace.TotalMilliseconds);
                // Its late failure belongs to nobody any more.
                _ = handler.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                throw;
            }

            // It came to an end in the time of grace: a result that it still gave counts.
            return await handler.ConfigureAwait(false);
        }
    }
}
