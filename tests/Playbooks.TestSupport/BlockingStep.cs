namespace Playbooks.TestSupport;

/// <summary><c>test.block</c>: runs until it is released, or cancelled unless it ignores that.</summary>
public sealed class BlockingStep(bool ignoresCancellation = false) : IStepHandler
{
    private readonly TaskCompletionSource<StepContext> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<StepResult> _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StepDefinition Definition { get; init; } = new() { Type = "test.block", Description = "Runs until it is released.", HasOpenOutputs = true };

    /// <summary>Completes when it has begun, with what it was given.</summary>
    public Task<StepContext> Started => _started.Task.WaitAsync(HangGuard.Time);

    public void Release(StepResult? result = null) => _released.TrySetResult(result ?? StepResult.Completed());

    public void Fail(Exception exception) => _released.TrySetException(exception);

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        _started.TrySetResult(context);
        return await _released.Task.WaitAsync(ignoresCancellation ? CancellationToken.None : cancellationToken).ConfigureAwait(false);
    }
}
