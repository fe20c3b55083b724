using System.Collections.Concurrent;
using Playbooks.Agent;

namespace Playbooks.Hosting.Tests.Support;

/// <summary>Works on each task until a test releases it, or it is cancelled.</summary>
internal sealed class GatedHandler(string workType = "gated") : IWorkHandler
{
    private readonly ConcurrentDictionary<string, (TaskCompletionSource Begun, TaskCompletionSource Released)> _gates = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    public string WorkType => workType;

    /// <summary>The task ids in the order in which they began.</summary>
    public IReadOnlyList<string> Order => [.. _order];

    public Task BegunAsync(string taskId) => At(taskId).Begun.Task.WaitAsync(HangGuard.Time);

    public void Release(params string[] taskIds)
    {
        foreach (string taskId in taskIds)
        {
            At(taskId).Released.TrySetResult();
        }
    }

    public async Task<WorkOutcome> HandleAsync(WorkContext context, CancellationToken cancellationToken)
    {
        string taskId = context.Request.TaskId;
        _order.Enqueue(taskId);
        At(taskId).Begun.TrySetResult();
        await At(taskId).Released.Task.WaitAsync(cancellationToken);
        return WorkOutcome.Completed(taskId);
    }

    private (TaskCompletionSource Begun, TaskCompletionSource Released) At(string taskId) => _gates.GetOrAdd(taskId, _ => (New(), New()));

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
