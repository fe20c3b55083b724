using System.Diagnostics;
using System.Runtime.CompilerServices;
using Playbooks.Agent;

namespace Playbooks.Hosting;

/// <summary>A piece of work in a queue, to wait for, to watch and to cancel. Safe for use by many threads.</summary>
#pragma warning disable CA1001 // Its cancellation source has no timer or handle, and callers may cancel at any time.
public sealed class WorkTicket
#pragma warning restore CA1001
{
    private readonly WorkQueue _queue;
    private readonly TaskCompletionSource<WorkResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly CancellationTokenSource _cancellation = new();

    internal WorkTicket(WorkQueue queue, WorkRequest request, string? key, long enqueuedAt)
    {
        _queue = queue;
        Request = request;
        Key = key;
        EnqueuedAt = enqueuedAt;
        Parent = Activity.Current;
    }

    /// <summary>The request for the work.</summary>
    public WorkRequest Request { get; }

    /// <summary>The request's task id.</summary>
    public string TaskId => Request.TaskId;

    /// <summary>The result of the work. The task always ends with a result and never with an exception.</summary>
    public Task<WorkResult> Completion => _result.Task;

    /// <summary>
    /// True when the work is stored and survives the process. False without a store, and for a request that holds a
    /// <see cref="Secret"/>.
    /// </summary>
    public bool IsStored => Slot is not null;

    /// <summary>The progress of the work.</summary>
    public WorkProgress Progress => _queue.ProgressOf(this);

    internal string? Key { get; }

    internal long EnqueuedAt { get; }

    /// <summary>The span in which the work was queued: the parent of the work's own span.</summary>
    internal Activity? Parent { get; }

    internal int? Slot { get; set; }

    internal long Sequence { get; set; }

    internal WorkStage Stage { get; set; }

    internal bool IsStopping { get; set; }

    internal bool HasBegun { get; set; }

    internal WorkResult? Result { get; set; }

    /// <summary>True when the work ended before it began. The same request is then new work.</summary>
    internal bool IsForgettable { get; set; }

    internal CancellationToken Cancellation => _cancellation.Token;

    /// <summary>
    /// Cancels the work: takes waiting work out of the queue, or stops work under way. The result then says so.
    /// </summary>
    /// <returns>True when there was work to cancel; false once it has ended.</returns>
    public Task<bool> CancelAsync() => _queue.CancelAsync(this);

    /// <summary>Gives the progress of the work, now and at each change, up to its end.</summary>
    /// <param name="cancellationToken">Stops watching; the work goes on.</param>
    public async IAsyncEnumerable<WorkProgress> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        WorkProgress? last = null;
        while (true)
        {
            // Get the task first: then the next round sees a change that happens in between.
            Task changed = _queue.Changed;
            WorkProgress progress = Progress;
            if (progress != last)
            {
                yield return progress;
                last = progress;
            }

            if (progress.Stage == WorkStage.Ended)
            {
                yield break;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    internal Task StopAsync() => _cancellation.CancelAsync();

    internal void End(WorkResult result) => _result.TrySetResult(result);
}
