namespace Playbooks;

/// <summary>One execution of a plan: its events, its control, its completion. Safe to use from any thread.</summary>
/// <example>
/// <code>
/// PlaybookRun run = engine.CreateRun(plan);
/// IAsyncEnumerable&lt;ExecutionEvent&gt; events = run.Events();   // before the start, so that none is missed
/// Task&lt;ExecutionReport&gt; completion = run.RunAsync(cancellationToken);
/// await foreach (ExecutionEvent happened in events)
/// {
///     Console.WriteLine(happened);
/// }
///
/// ExecutionReport report = await completion;
/// </code>
/// </example>
public sealed class PlaybookRun
{
    private readonly EventHub _events;
    private readonly Func<PlaybookRun, CancellationToken, Task<ExecutionReport>> _execute;
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;

    internal PlaybookRun(PlaybookPlan plan, string executionId, EventHub events, Func<PlaybookRun, CancellationToken, Task<ExecutionReport>> execute)
    {
        Plan = plan;
        ExecutionId = executionId;
        _events = events;
        _execute = execute;
    }

    /// <summary>What runs.</summary>
    public PlaybookPlan Plan { get; }

    /// <summary>Unique to this execution.</summary>
    public string ExecutionId { get; }

    /// <summary>What happens from this call on, until the run ends.</summary>
    /// <param name="includeNested">Whether the steps of nested playbooks are told of too; otherwise each is one step.</param>
    /// <remarks>
    /// Enumerate it once. A watcher that is slow or stops neither slows nor stops the run: it is told by
    /// <see cref="EventsDropped"/> when it missed something.
    /// </remarks>
    public IAsyncEnumerable<ExecutionEvent> Events(bool includeNested = false) => _events.Watch(includeNested);

    /// <summary>Runs the plan to its end, once. The caller's thread is not used for it.</summary>
    /// <param name="cancellationToken">Cancels the run, which then ends with <see cref="ExecutionStatus.Cancelled"/>.</param>
    /// <returns>The report. A playbook that fails, times out or is cancelled is a report too, not an exception.</returns>
    /// <exception cref="PlaybookInvalidException">The parameters do not fit; nothing ran.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public async Task<ExecutionReport> RunAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException($"The run {ExecutionId} was started already; make another one with CreateRun.");
        }

        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using CancellationTokenSource cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // The source lives no longer than the run; Cancel() may be called at any time.
        Task cancelling = CancelOnRequestAsync(cancellation);
        try
        {
            return await _execute(this, cancellation.Token).ConfigureAwait(false);
        }
        finally
        {
            _events.Complete();
            _cancelled.TrySetCanceled(CancellationToken.None);
            await cancelling.ConfigureAwait(false);
        }
    }

    /// <summary>Cancels the run: the step under way is told to stop, nothing further is started. Without effect when it has ended.</summary>
    public void Cancel() => _cancelled.TrySetResult();

    private async Task CancelOnRequestAsync(CancellationTokenSource cancellation)
    {
        await ((Task)_cancelled.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_cancelled.Task.IsCompletedSuccessfully)
        {
            await cancellation.CancelAsync().ConfigureAwait(false);
        }
    }
}
