namespace Playbooks.TestSupport;

/// <summary><c>test.throw</c>: throws, before or after it has gone asynchronous.</summary>
public sealed class ThrowingStep(Exception exception, bool synchronously = true) : IStepHandler
{
    public StepDefinition Definition { get; } = new() { Type = "test.throw", Description = "Throws." };

    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        => synchronously ? throw exception : ThrowLaterAsync();

    private async ValueTask<StepResult> ThrowLaterAsync()
    {
        await Task.Yield();
        throw exception;
    }
}
