
namespace Playbooks.Agent.Tests.Support;

/// <summary>Does what a test says, and counts how often.</summary>
public sealed class LambdaHandler(Func<WorkContext, CancellationToken, Task<WorkOutcome>> handle, string workType = "test") : IWorkHandler
{
    private int _calls;

    public LambdaHandler(Func<WorkContext, WorkOutcome> handle, string workType = "test")
        : this((context, _) => Task.FromResult(handle(context)), workType)
    {
    }

    public int Calls => _calls;

    public string WorkType => workType;

    public Task<WorkOutcome> HandleAsync(WorkContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return handle(context, cancellationToken);
    }
}
