namespace Playbooks;

/// <summary>
/// One line of execution: steps one after the other, of which one is under way. A nested playbook and each worker of a loop is a lane of
/// its own below the step that it belongs to. Its steps share one token, which fires when the time of the step under way is over, when
/// somebody skips it, and when whatever is above ends.
/// </summary>
/// <remarks>A token and a timer for each step would cost more than most steps do.</remarks>
internal sealed class Lane : IDisposable
{
    private readonly TimeProvider _timeProvider;
    private readonly RunControl _control;
    private readonly Lock _lock = new();
    private CancellationToken _above;
    private CancellationTokenRegistration _registration;
    private Lane? _below;
    private CancellationTokenSource _source = new();
    private ITimer? _timer;
    private volatile StepAddress? _current;

    // In timestamps of the clock. The timer is left running when a step ends in time: the next one's limit mostly lies behind it.
    private long _deadline = long.MaxValue;
    private long _timerDue = long.MaxValue;
    private EndReason _reason;

    // Whether a timer or a skip is about to end the step under way.
    private volatile bool _isBeingEnded;

    public Lane(TimeProvider timeProvider, RunControl control)
    {
        _timeProvider = timeProvider;
        _control = control;
    }

    private enum EndReason
    {
        None,
        TimedOut,
        Skipped,
        Above,
    }

    /// <summary>The step under way; null between two.</summary>
    public StepAddress? Current => _current;

    /// <summary>Fires when whatever is above has ended.</summary>
    public CancellationToken Above => _above;

    /// <summary>Whether whatever is above has ended, so that no further step may begin.</summary>
    public bool IsCancelled => _above.IsCancellationRequested;

    /// <summary>Whether the step under way exceeded its time limit.</summary>
    public bool TimedOut => _reason == EndReason.TimedOut;

    /// <summary>Whether somebody skipped the step under way.</summary>
    public bool IsSkipped => _reason == EndReason.Skipped;

    /// <summary>When the last step ended, as a timestamp of the clock; before the first, when the lane began. The next one begins there, unless somebody holds it up: reading the clock again would cost as much as a fifth of the step.</summary>
    public long EndOfLast { get; set; }

    /// <summary>Steps are about to run here.</summary>
    /// <param name="now">The clock's timestamp.</param>
    /// <param name="above">Fires when what is above ends.</param>
    public void Enter(long now, CancellationToken above)
    {
        EndOfLast = now;
        _above = above;
        _registration = above.UnsafeRegister(static lane => ((Lane)lane!).Cancel(EndReason.Above), this);
    }

    /// <summary>No more of them are.</summary>
    public void Leave() => _registration.Dispose();

    /// <summary>The lane of a playbook that the step under way runs, entered; to be left at its end. The next such step has the same one.</summary>
    /// <param name="now">The clock's timestamp.</param>
    public Lane EnterBelow(long now)
    {
        _below ??= _control.NewLane(_timeProvider);
        _below.Enter(now, _source.Token);
        return _below;
    }

    /// <summary>A step begins.</summary>
    /// <param name="address">Where it stands.</param>
    /// <param name="timeout">Its time limit; null for none.</param>
    /// <param name="now">The clock's timestamp, from which on the limit counts.</param>
    /// <returns>Fires when it has to stop.</returns>
    public CancellationToken Begin(StepAddress address, TimeSpan? timeout, long now)
    {
        if (_source.IsCancellationRequested || _reason != EndReason.None || !_source.TryReset())
        {
            Renew();
        }

        // Only now can it be skipped: the token is its own.
        _current = address;
        if (timeout is TimeSpan limit)
        {
            Limit(limit, now);
        }

        return _source.Token;
    }

    /// <summary>The step that began has ended.</summary>
    public void End()
    {
        _current = null;
        Volatile.Write(ref _deadline, long.MaxValue);

        // A timer or a skip that came in time for this step must not end the next one. They announce themselves before they look
        // whether it is still under way: with a barrier on both sides, one sees the other. To lock costs more than that.
        Interlocked.MemoryBarrier();
        if (_isBeingEnded)
        {
            lock (_lock)
            {
                // Whoever it is has decided by now.
            }
        }
    }

    /// <summary>Ends the step under way at that address, if it still is.</summary>
    public bool Skip(StepAddress address)
    {
        lock (_lock)
        {
            _isBeingEnded = true;
            Interlocked.MemoryBarrier();
            bool isUnderWay = address.Equals(_current);
            if (isUnderWay)
            {
                Cancel(EndReason.Skipped);
            }

            _isBeingEnded = false;
            return isUnderWay;
        }
    }

    public void Dispose()
    {
        _below?.Dispose();
        _control.Forget(this);
        Leave();
        _timer?.Dispose();
        if (!_source.IsCancellationRequested)
        {
            // Otherwise a handler that was abandoned may still look at its token.
            _source.Dispose();
        }
    }

    private void Renew()
    {
        lock (_lock)
        {
            // The last step's token has fired, and whoever still holds it must go on seeing that.
            _source = new CancellationTokenSource();
            _reason = EndReason.None;
        }

        if (_above.IsCancellationRequested)
        {
            Cancel(EndReason.Above);
        }
    }

    private void Limit(TimeSpan limit, long now)
    {
        long deadline = now + (long)(limit.TotalSeconds * _timeProvider.TimestampFrequency);
        Volatile.Write(ref _deadline, deadline);

        // The timer looks at the deadline after it has said that it is due no more, this the other way round: none is missed.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _timerDue) <= deadline)
        {
            return;
        }

        lock (_lock)
        {
            if (_timerDue > deadline)
            {
                Arm(deadline, limit);
            }
        }
    }

    private void Arm(long deadline, TimeSpan left)
    {
        _timerDue = deadline;
        if (_timer is null)
        {
            _timer = _timeProvider.CreateTimer(static lane => ((Lane)lane!).OnTimer(), this, left, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            Volatile.Write(ref _timerDue, long.MaxValue);
            _isBeingEnded = true;
            Interlocked.MemoryBarrier();
            long deadline = Volatile.Read(ref _deadline);
            if (deadline != long.MaxValue)
            {
                TimeSpan left = _timeProvider.GetElapsedTime(_timeProvider.GetTimestamp(), deadline);
                if (left > TimeSpan.Zero)
                {
                    // A whole millisecond is the least that timers know.
                    Arm(deadline, TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)));
                }
                else
                {
                    Cancel(EndReason.TimedOut);
                }
            }

            _isBeingEnded = false;
        }
    }

    private void Cancel(EndReason reason)
    {
        lock (_lock)
        {
            if (_reason != EndReason.None)
            {
                return;
            }

            _reason = reason;
            // What a handler registered with the token runs elsewhere: it may be slow, and may throw.
            _ = _source.CancelAsync();
        }
    }
}
