using Microsoft.Extensions.Logging;

namespace Playbooks;

/// <summary>Runs one attempt of a step handler so that nothing it does can break or hold up the run.</summary>
internal static class StepAttempt
{
    /// <exception cref="OperationCanceledException">The token fired, and the handler stopped or was abandoned.</exception>
    public static ValueTask<StepResult> RunAsync(IStepHandler handler, EngineStepContext context, RunState run, CancellationToken limit)
    {
        try
        {
            limit.ThrowIfCancellationRequested();
            ValueTask<StepResult> pending = handler.ExecuteAsync(context, limit);
            return pending.IsCompletedSuccessfully ? new(Checked(pending.Result, handler)) : new(WaitAsync(pending.AsTask(), handler, context, run, limit));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<StepResult>(limit);
        }
        catch (Exception exception)
        {
            // Whatever a handler throws fails its step: that is the contract of IStepHandler.
            return new(Failure(exception, context, run));
        }
    }

    private static async Task<StepResult> WaitAsync(Task<StepResult> handler, IStepHandler type, EngineStepContext context, RunState run, CancellationToken limit)
    {
        try
        {
            return Checked(await WaitWithGraceAsync(handler, context, run, limit).ConfigureAwait(false), type);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            return Failure(exception, context, run);
        }
    }

    /// <summary>Waits for the handler; once the token has fired, only for the time of grace.</summary>
    private static async Task<StepResult> WaitWithGraceAsync(Task<StepResult> handler, EngineStepContext context, RunState run, CancellationToken limit)
    {
        try
        {
            return await handler.WaitAsync(limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !handler.IsCompleted)
        {
            TimeSpan grace = run.Options.CancellationGrace;
            Task ended = await Task.WhenAny(handler, Task.Delay(grace, run.TimeProvider, CancellationToken.None)).ConfigureAwait(false);
            if (ended != handler)
            {
                context.Abandon();
                EngineLog.StepAbandoned(run.Logger, run.ExecutionId, context.Address, (long)grace.TotalMilliseconds);
                // Its late failure belongs to nobody any more.
                _ = handler.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                throw;
            }

            // It came to an end in the time of grace: a result that it still gave counts.
            return await handler.ConfigureAwait(false);
        }
    }

    private static StepResult Checked(StepResult? result, IStepHandler handler)
        => result ?? StepResult.Failed($"The step type '{handler.Definition.Type}' returned no result; its handler has a defect");

    private static StepResult Failure(Exception exception, EngineStepContext context, RunState run)
    {
        if (run.Logger.IsEnabled(LogLevel.Debug))
        {
            EngineLog.StepThrew(run.Logger, run.ExecutionId, context.Address, context.Attempt, exception.GetType().Name, run.Redactor.Mask(exception.ToString()));
        }

        string message = exception is AggregateException { InnerExceptions: [Exception only] } ? only.Message : exception.Message;
        return StepResult.Failed(string.IsNullOrWhiteSpace(message) ? exception.GetType().Name : message);
    }
}
