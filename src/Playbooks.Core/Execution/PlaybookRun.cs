namespace Playbooks;

/// <summary>One execution of a plan: its events, its control and its completion. Safe to use from any thread.</summary>
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

    /// <summary>The plan that runs.</summary>
    public PlaybookPlan Plan { get; }

    /// <summary>
    /// The id of this execution, which is unique. Later executions have greater ids, in ordinal order.
    /// </summary>
    public string ExecutionId { get; }

    /// <summary>The present state of the run.</summary>
    public RunSnapshot Snapshot => new()
    {
        Phase = _ended ? RunPhase.Ended
            : _started == 0 ? RunPhase.NotStarted
            : _control.IsPaused ? RunPhase.Paused
            : RunPhase.Running,
        Current = _ended ? [] : _control.Current,
    };

    /// <summary>Gets the events from this call on, until the run ends.</summary>
    /// <param name="includeNested">True for the events of steps of nested playbooks too. Otherwise each nested playbook
    /// is one step.</param>
    /// <remarks>
    /// Enumerate it once. A watcher that is slow or stops neither slows nor stops the run. <see cref="EventsDropped"/>
    /// tells it that it missed events.
    /// </remarks>
    public IAsyncEnumerable<ExecutionEvent> Events(bool includeNested = false) => _events.Watch(includeNested);

    /// <summary>Runs the plan to its end, once. The caller's thread is not used.</summary>
    /// <param name="cancellationToken">Cancels the run, which then ends with
    /// <see cref="ExecutionStatus.Cancelled"/>.</param>
    /// <returns>The report. A playbook that fails, times out or is cancelled has a report too; it is not an
    /// exception.</returns>
    /// <exception cref="PlaybookInvalidException">The parameters are not valid; no step ran.</exception>
    /// <exception cref="Storage.ExecutionStoreException">The run could not be entered into the history; no step
    /// ran.</exception>
    /// <exception cref="InvalidOperationException">The run was started before.</exception>
    public async Task<ExecutionReport> RunAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException(
                $"The run {ExecutionId} was started already; make another one with CreateRun.");
        }

        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using CancellationTokenSource cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Steps under finally run after a cancellation too. A pause that is never resumed must not hold them up.
        using CancellationTokenRegistration resuming = cancellation.Token.UnsafeRegister(
            static control => ((RunControl)control!).Resume(), _control);
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

    /// <summary>
    /// Pauses the run: no further step starts, at any level, until <see cref="Resume"/>. Steps under way go on to their
    /// end.
    /// </summary>
    /// <remarks>
    /// Before the start, it makes the first step wait. Without effect when the run is paused or has ended. Cancelling
    /// the run ends the pause: the steps under <c>finally</c> run. Time limits go on while a run is paused, those of
    /// nested playbooks too.
    /// </remarks>
    public void Pause() => _control.Pause();

    /// <summary>Ends a <see cref="Pause"/>. Without effect when the run is not paused.</summary>
    public void Resume() => _control.Resume();

    /// <summary>
    /// Skips a step. A step that waits does not begin; a step under way is told to stop. It ends as
    /// <see cref="StepStatus.Skipped"/>, and the run goes on.
    /// </summary>
    /// <param name="address">The step's address, in any attempt. An iteration is skipped alone, a loop or a nested
    /// playbook with everything below it. Null for the innermost steps that are under way or wait.</param>
    /// <returns>True when there was such a step. A step that ends at the same moment may still have
    /// completed.</returns>
    public bool Skip(StepAddress? address = null) => _control.Skip(address);

    /// <summary>
    /// Cancels the run. The step under way is told to stop, and only steps under <c>finally</c> still start. Without
    /// effect when the run has ended.
    /// </summary>
    public void Cancel() => _cancellation.Ask();

    /// <summary>Attaches a gate, which every step passes. It can be called once, before the start.</summary>
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
