using System.Diagnostics;
using System.Runtime.CompilerServices;
using Playbooks.Agent;

namespace Playbooks.Hosting;

/// <summary>A piece of work in a queue: to wait for, to watch, to cancel. Safe for use by many threads.</summary>
#pragma warning disable CA1001 // Its source of cancellation has no timer and no handle, and somebody may cancel at any time.
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

    /// <summary>What is to be done.</summary>
    public WorkRequest Request { get; }

    /// <summary>The request's task id.</summary>
    public string TaskId => Request.TaskId;

    /// <summary>What comes of it: always one result, never an exception.</summary>
    public Task<WorkResult> Completion => _result.Task;

    /// <summary>Whether it is kept in the store and outlives the process. Not without a store, and not a request that holds a <see cref="Secret"/>.</summary>
    public bool IsStored => Slot is not null;

    /// <summary>How far it has come.</summary>
    public WorkProgress Progress => _queue.ProgressOf(this);

    internal string? Key { get; }

    internal long EnqueuedAt { get; }

    /// <summary>The span in which it was queued, to which its own belongs.</summary>
    internal Activity? Parent { get; }

    internal int? Slot { get; set; }

    internal long Sequence { get; set; }

    internal WorkStage Stage { get; set; }

    internal bool IsStopping { get; set; }

    internal bool HasBegun { get; set; }

    internal WorkResult? Result { get; set; }

    /// <summary>Whether it ended without having begun: asked for again, it is new work.</summary>
    internal bool IsForgettable { get; set; }

    internal CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Cancels it: waiting work is taken out of the queue, work under way is stopped. Its result says so when it is over.</summary>
    /// <returns>Whether there was anything to cancel: not once it has ended.</returns>
    public Task<bool> CancelAsync() => _queue.CancelAsync(this);

    /// <summary>How far it has come, now and at each change, up to its end.</summary>
    /// <param name="cancellationToken">Stops watching; the work goes on.</param>
    public async IAsyncEnumerable<WorkProgress> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        WorkProgress? last = null;
        while (true)
        {
            // Asked for first: a change in between is then seen in the next round.
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
