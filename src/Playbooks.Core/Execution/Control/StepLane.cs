namespace Playbooks;

/// <summary>
/// A line of steps that run one after the other: those of the run, of a nested playbook, or of one worker of a parallel
/// loop. At most one is under way. The steps of a lane share one cancellation token and one timer.
/// </summary>
/// <remarks>
/// <para>A token and a timer for each step would cost more than most steps do. The token fires when the time limit of
/// the step under way is over, when the step is skipped, or when the run or the playbook above is cancelled. While it
/// has not fired, the next step gets the same token again. The timer stays armed when a step ends in time, because the
/// deadline of the next step is mostly later.</para>
/// <para>Because the token is shared, a time limit or a skip that is meant for one step must not end the next one. The
/// field <c>_endable</c> holds the step under way, and an atomic exchange takes it out: if <see cref="End"/> does, a
/// time limit or a skip comes too late. If one of those does, <see cref="End"/> finds the field empty, and waits for
/// the lock until the token has fired. A step that ends by itself takes no lock.</para>
/// </remarks>
internal sealed class StepLane(TimeProvider timeProvider, RunControl control) : IDisposable
{
    private const long Never = long.MaxValue;

    private readonly Lock _lock = new();
    private CancellationToken _root;
    private CancellationToken _above;
    private CancellationTokenRegistration _registration;
    private StepLane? _below;
    private CancellationTokenSource _source = new();
    private ITimer? _timer;
    private volatile StepAddress? _current;
    private StepAddress? _endable;

    // Both as timestamps of the clock.
    private long _deadline = Never;
    private long _timerDue = Never;
    private EndReason _reason;

    private enum EndReason
    {
        None,
        TimedOut,
        Skipped,
        Above,
    }

    /// <summary>The step under way; null between two.</summary>
    public StepAddress? Current => _current;

    /// <summary>Fires when the run or the playbook above is cancelled.</summary>
    public CancellationToken Above => _above;

    /// <summary>Fires at once when the run is cancelled; for steps under <c>finally</c>, when those have to end.</summary>
    public CancellationToken Root => _root;

    /// <summary>True when no further step may begin.</summary>
    /// <remarks>
    /// The token of a lane below another one fires a moment after the run's: one callback after the other passes the
    /// cancellation down. The root token closes that gap.
    /// </remarks>
    public bool IsCancelled => _root.IsCancellationRequested || _above.IsCancellationRequested;

    /// <summary>True when the step under way exceeded its time limit.</summary>
    public bool TimedOut => _reason == EndReason.TimedOut;

    /// <summary>True when the step under way was skipped by a caller.</summary>
    public bool IsSkipped => _reason == EndReason.Skipped;

    /// <summary>The last reading of the clock, as a timestamp: a step begins where the last one ended.</summary>
    /// <remarks>
    /// Another reading would cost a fifth of an idle step. <see cref="ReadClock"/> is called after a wait.
    /// </remarks>
    public long Now { get; private set; }

    public long ReadClock() => Now = timeProvider.GetTimestamp();

    /// <summary>Begins to use the lane for a sequence of steps.</summary>
    /// <param name="now">The present, as a timestamp of the clock.</param>
    /// <param name="above">Fires when the steps have to end.</param>
    /// <param name="root">The token at the root of <paramref name="above"/>: see <see cref="Root"/>.</param>
    public void Enter(long now, CancellationToken above, CancellationToken root)
    {
        Now = now;
        _root = root;
        _above = above;
        _registration = above.UnsafeRegister(static lane => ((StepLane)lane!).Cancel(EndReason.Above), this);
    }

    /// <summary>Ends the sequence of steps. The lane can be entered again.</summary>
    public void Leave() => _registration.Dispose();

    /// <summary>
    /// Enters the lane of the playbook that the step under way runs. The next such step uses the same lane.
    /// </summary>
    public StepLane EnterBelow()
    {
        _below ??= control.NewLane(timeProvider);
        _below.Enter(Now, _source.Token, _root);
        return _below;
    }

    /// <summary>Begins a step.</summary>
    /// <param name="address">The step's address. The instance must be the step's own, because it identifies the
    /// step.</param>
    /// <param name="timeout">Its time limit, which counts from <see cref="Now"/>; null for none.</param>
    /// <returns>A token that fires when the step has to stop.</returns>
    public CancellationToken Begin(StepAddress address, TimeSpan? timeout)
    {
        if (_source.IsCancellationRequested || _reason != EndReason.None || !_source.TryReset())
        {
            Renew();
        }

        long deadline = timeout is TimeSpan limit
            ? Now + (long)(limit.TotalSeconds * timeProvider.TimestampFrequency)
            : Never;
        Volatile.Write(ref _deadline, deadline);
        _current = address;

        // The exchange is a full fence, as is the one in OnTimer, which first clears _timerDue and then reads _endable.
        // So either this thread sees that no timer is due in time, or OnTimer sees this step.
        Interlocked.Exchange(ref _endable, address);
        if (deadline < Volatile.Read(ref _timerDue))
        {
            lock (_lock)
            {
                Arm(deadline);
            }
        }

        return _source.Token;
    }

    /// <summary>Ends the step that began.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _endable, null) is null)
        {
            lock (_lock)
            {
                // A time limit or a skip is ending this step; it lets go of the lock when that is done.
            }
        }

        _current = null;
    }

    /// <summary>Ends the step under way at that address.</summary>
    /// <returns>False when no such step is under way. A step that ends at the same moment may still complete.</returns>
    public bool Skip(StepAddress address)
    {
        lock (_lock)
        {
            StepAddress? current = _current;
            if (current is null || !current.Equals(address))
            {
                return false;
            }

            TryEnd(current, EndReason.Skipped);
            return true;
        }
    }

    public void Dispose()
    {
        _below?.Dispose();
        control.Forget(this);
        Leave();
        _timer?.Dispose();
        if (!_source.IsCancellationRequested)
        {
            // A handler that was abandoned may still use the token, so a source that has fired is not disposed of.
            _source.Dispose();
        }
    }

    /// <summary>
    /// Makes a new token. The last step's token has fired, and must stay so for handlers that still hold it.
    /// </summary>
    private void Renew()
    {
        lock (_lock)
        {
            _source = new CancellationTokenSource();
            _reason = EndReason.None;
        }

        if (_above.IsCancellationRequested)
        {
            Cancel(EndReason.Above);
        }
    }

    /// <summary>Sets the timer to a deadline. Needs the lock.</summary>
    private void Arm(long deadline)
    {
        if (deadline >= _timerDue)
        {
            return;
        }

        Volatile.Write(ref _timerDue, deadline);
        // Timers count whole milliseconds, and reject a negative time.
        TimeSpan left = timeProvider.GetElapsedTime(timeProvider.GetTimestamp(), deadline);
        left = TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(left.TotalMilliseconds)));
        _timer ??= timeProvider.CreateTimer(
            static lane => ((StepLane)lane!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(left, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            Interlocked.Exchange(ref _timerDue, Never);
            // The step is read before its deadline, because Begin writes the deadline first. If the deadline belongs to
            // a later step, it lies ahead, or TryEnd finds that this step has ended.
            StepAddress? step = Volatile.Read(ref _endable);
            long deadline = Volatile.Read(ref _deadline);
            if (step is null)
            {
                return;
            }

            if (deadline > timeProvider.GetTimestamp())
            {
                Arm(deadline);
            }
            else
            {
                TryEnd(step, EndReason.TimedOut);
            }
        }
    }

    /// <summary>Ends a step, unless it has ended already. Needs the lock.</summary>
    private void TryEnd(StepAddress step, EndReason reason)
    {
        if (ReferenceEquals(Interlocked.CompareExchange(ref _endable, null, step), step))
        {
            Cancel(reason);
        }
    }

    private void Cancel(EndReason reason)
    {
        lock (_lock)
        {
            if (_reason == EndReason.None)
            {
                _reason = reason;
                // Callbacks that a handler registered run on another thread: they may be slow, and may throw.
                _ = _source.CancelAsync();
            }
        }
    }
}
