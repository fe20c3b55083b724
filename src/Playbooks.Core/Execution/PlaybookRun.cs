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
    private readonly RunControl _control = new();
    private readonly RunExecutor _executor;
    private readonly RunCancellation _cancellation = new();
    private int _started;
    private volatile bool _ended;

    internal PlaybookRun(PlaybookPlan plan, string executionId, EventHub events, RunExecutor executor)
    {
        Plan = plan;
        ExecutionId = executionId;
        _events = events;
        _executor = executor;
    }

    /// <summary>What runs.</summary>
    public PlaybookPlan Plan { get; }

    /// <summary>Unique to this execution. Later ones have greater ids, in ordinal order.</summary>
    public string ExecutionId { get; }

    /// <summary>How it stands with the run now.</summary>
    public RunSnapshot Snapshot => new()
    {
        Phase = _ended ? RunPhase.Ended : _started == 0 ? RunPhase.NotStarted : _control.IsPaused ? RunPhase.Paused : RunPhase.Running,
        Current = _ended ? [] : _control.Current,
    };

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
    /// <exception cref="Storage.ExecutionStoreException">The run could not be entered into the history; nothing ran.</exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public async Task<ExecutionReport> RunAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException($"The run {ExecutionId} was started already; make another one with CreateRun.");
        }

        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using CancellationTokenSource cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // What stands under finally runs all the same: a pause that nobody ends any more must not hold it up.
        using CancellationTokenRegistration resuming = cancellation.Token.UnsafeRegister(static control => ((RunControl)control!).Resume(), _control);
        _cancellation.Begin(cancellation);
        try
        {
            return await _executor.ExecuteAsync(this, _control, cancellation.Token).ConfigureAwait(false);
        }
        finally
        {
            _ended = true;
            _control.Gate?.Close();
            _events.Complete();
            await _cancellation.EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Starts no further step, at any level, until <see cref="Resume"/>; what is under way goes on to its end, and its time limits with it.</summary>
    /// <remarks>
    /// Before the start: the first step waits. Without effect when the run is paused or has ended. Cancelling the run ends the pause: what
    /// stands under <c>finally</c> runs. Time limits go on while a run is paused, those of nested playbooks too.
    /// </remarks>
    public void Pause() => _control.Pause();

    /// <summary>Goes on after <see cref="Pause"/>. Without effect when it was not called.</summary>
    public void Resume() => _control.Resume();

    /// <summary>Skips a step: one that waits is not begun, one under way is told to stop. It ends as <see cref="StepStatus.Skipped"/>, and the run goes on.</summary>
    /// <param name="address">The step, in whichever attempt; an iteration is skipped alone, a loop or a nested playbook with all that is below it. Null for the innermost ones that are under way or wait.</param>
    /// <returns>Whether there was one. A step that ends at that very moment may have completed all the same.</returns>
    public bool Skip(StepAddress? address = null) => _control.Skip(address);

    /// <summary>Cancels the run: the step under way is told to stop, nothing further is started but what stands under <c>finally</c>. Without effect when it has ended.</summary>
    public void Cancel() => _cancellation.Ask();

    /// <summary>Attaches a gate, which every step passes. Once, before the start.</summary>
    /// <exception cref="InvalidOperationException">The run was started, or has a gate.</exception>
    internal void Attach(IStepGate gate)
    {
        if (_started != 0 || _control.Gate is not null)
        {
            throw new InvalidOperationException($"The run {ExecutionId} was started already, or has a debugger.");
        }

        _control.Gate = gate;
    }
}
