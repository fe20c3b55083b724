namespace Playbooks.Testing;

/// <summary>A clock that fires what waits: it moves on by itself as soon as somebody waits for it, and stands still
/// otherwise.</summary>
/// <remarks>
/// A wait is a <see cref="Task.Delay(TimeSpan, TimeProvider)"/> on this clock, such as <c>utility.sleep</c> and the
/// delays of retries.
/// What becomes due on the way fires too, in order: a time limit that ends before the wait does. A limit alone never
/// moves the
/// clock, so that work that takes real time never exceeds one. While branches of a loop run at the same time, some of
/// them waiting
/// and others doing real work, the work may see its limit pass; the order of their waits is not promised either.
/// </remarks>
public sealed class TestClock : TimeProvider
{
    // What a timer sets off, such as a cancellation on another thread, needs a moment until it shows: rounds through
    // the thread
    // pool without a change of the timers. Beyond the longer limit, whatever keeps the pool busy is not ours.
    private const int QuietRounds = 100;
    private const int LongestQuiet = 10 * QuietRounds;

    private static readonly HashSet<Type> WaitStates = FindWaitStates();

    private readonly Lock _guard = new();
    private readonly List<ClockTimer> _timers = [];
    private DateTimeOffset _now;
    private long _changes;
    private bool _isMoving;

    /// <summary>A clock that begins at that time.</summary>
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

    /// <summary>The types of state with which <see cref="Task.Delay(TimeSpan, TimeProvider)"/> asks for a timer,
    /// found by asking it.</summary>
    private static HashSet<Type> FindWaitStates()
    {
        StateCollector collector = new();
        using CancellationTokenSource cancellation = new();
        _ = Task.Delay(TimeSpan.FromDays(1), collector, CancellationToken.None);
        _ = Task.Delay(TimeSpan.FromDays(1), collector, cancellation.Token);
        return collector.States;
    }

    /// <summary>Fires what is due earliest, again and again, until nobody waits.</summary>
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

        /// <summary>Prepares the timer's next time, if it has one. Under the clock's guard.</summary>
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

    /// <summary>A clock whose timers never fire, and that remembers for whom they were.</summary>
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
