namespace Playbooks.Testing;

/// <summary>
/// A clock that does not let tests wait: it moves on as soon as something waits for it, and stands still otherwise.
/// </summary>
/// <remarks>
/// A wait is a <see cref="Task.Delay(TimeSpan, TimeProvider)"/> on this clock, such as that of <c>utility.sleep</c> or
/// of a retry. Other timers that become due before the wait ends fire too, in order, such as a shorter time limit. A
/// time limit alone never moves the clock, so work that takes real time never exceeds one. When branches of a loop run
/// at the same time, and some wait while others do real work, that work may exceed its limit. The order of their waits
/// is not guaranteed either.
/// </remarks>
public sealed class TestClock : TimeProvider
{
    // The effects of a timer, such as a cancellation on another thread, take a moment to show. So the clock waits for
    // some rounds through the thread pool without a change of the timers. Beyond the longer limit, other work keeps the
    // pool busy.
    private const int QuietRounds = 100;
    private const int LongestQuiet = 10 * QuietRounds;

    private static readonly HashSet<Type> WaitStates = FindWaitStates();

    private readonly Lock _guard = new();
    private readonly List<ClockTimer> _timers = [];
    private DateTimeOffset _now;
    private long _changes;
    private bool _isMoving;

    /// <summary>Creates a clock that begins at that time.</summary>
    /// <param name="start">The time; midnight of 2026-01-01 in UTC by default.</param>
    public TestClock(DateTimeOffset? start = null)
        => _now = (start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).ToUniversalTime();

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_guard)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ClockTimer timer = new(this, callback, state, state is not null && WaitStates.Contains(state.GetType()));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Finds the types of state with which <see cref="Task.Delay(TimeSpan, TimeProvider)"/> creates a timer, by calling
    /// it.
    /// </summary>
    private static HashSet<Type> FindWaitStates()
    {
        StateCollector collector = new();
        using CancellationTokenSource cancellation = new();
        _ = Task.Delay(TimeSpan.FromDays(1), collector, CancellationToken.None);
        _ = Task.Delay(TimeSpan.FromDays(1), collector, cancellation.Token);
        return collector.States;
    }

    /// <summary>Fires the timer that is due first, again and again, until there are no more waits.</summary>
    private async Task MoveAsync()
    {
        while (await TakeNextAsync().ConfigureAwait(false) is ClockTimer due)
        {
            due.Fire();
        }
    }

    private async Task<ClockTimer?> TakeNextAsync()
    {
        long seen = -1;
        for (int quiet = 0; ; quiet++)
        {
            await Task.Yield();
            lock (_guard)
            {
                if (seen != _changes)
                {
                    seen = _changes;
                    quiet = 0;
                }
                else if (quiet >= LongestQuiet || (quiet >= QuietRounds && ThreadPool.PendingWorkItemCount == 0))
                {
                    return TakeDue();
                }
            }
        }
    }

    private ClockTimer? TakeDue()
    {
        _isMoving = _timers.Exists(timer => timer.IsWait);
        ClockTimer? due = _isMoving ? _timers.MinBy(timer => timer.DueAt) : null;
        if (due is not null)
        {
            _now = due.DueAt > _now ? due.DueAt : _now;
            due.Reschedule();
        }

        return due;
    }

    private sealed class ClockTimer(TestClock clock, TimerCallback callback, object? state, bool isWait) : ITimer
    {
        private TimeSpan _period;

        public bool IsWait => isWait;

        public DateTimeOffset DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._guard)
            {
                clock._changes++;
                clock._timers.Remove(this);
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                DueAt = clock._now + dueTime;
                clock._timers.Add(this);
                if (isWait && !clock._isMoving)
                {
                    clock._isMoving = true;
                    _ = Task.Run(clock.MoveAsync);
                }
            }

            return true;
        }

        /// <summary>Prepares the timer's next time, if it has one. The caller holds the clock's lock.</summary>
        public void Reschedule()
        {
            clock._changes++;
            if (_period > TimeSpan.Zero)
            {
                DueAt += _period;
            }
            else
            {
                clock._timers.Remove(this);
            }
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._guard)
            {
                clock._changes++;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A clock whose timers never fire. It remembers the state of each timer.</summary>
    private sealed class StateCollector : TimeProvider
    {
        public HashSet<Type> States { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            States.Add(state!.GetType());
            return new SilentTimer();
        }
    }

    private sealed class SilentTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // Nothing runs.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
