namespace Playbooks.TestSupport;

/// <summary>A clock that stands still until a test moves it. Timers fire on <see cref="Advance"/>, in the order of their due times.</summary>
public sealed class FakeTimeProvider : TimeProvider
{
    private readonly Lock _guard = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly List<(TimeSpan DueTime, TaskCompletionSource Seen)> _waiting = [];
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_guard)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        FakeTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, and fires what becomes due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset target = GetUtcNow() + by;
        while (TakeDue(target) is FakeTimer due)
        {
            due.Fire();
        }

        lock (_guard)
        {
            _now = target;
        }
    }

    /// <summary>Completes when a timer of exactly that due time is running: whoever is tested has begun to wait.</summary>
    public Task TimerAsync(TimeSpan dueTime)
    {
        lock (_guard)
        {
            if (_timers.Exists(timer => timer.DueTime == dueTime))
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((dueTime, seen));
            return seen.Task.WaitAsync(HangGuard.Time, System);
        }
    }

    /// <summary>Waits for a timer of that due time, then lets it fire.</summary>
    public async Task ElapseAsync(TimeSpan dueTime)
    {
        await TimerAsync(dueTime).ConfigureAwait(false);
        Advance(dueTime);
    }

    private FakeTimer? TakeDue(DateTimeOffset target)
    {
        lock (_guard)
        {
            FakeTimer? due = _timers.Where(timer => timer.DueAt <= target).MinBy(timer => timer.DueAt);
            if (due is not null)
            {
                _now = due.DueAt > _now ? due.DueAt : _now;
                due.Reschedule();
            }

            return due;
        }
    }

    private sealed class FakeTimer(FakeTimeProvider owner, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan DueTime { get; private set; }

        public DateTimeOffset DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._guard)
            {
                owner._timers.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    DueTime = dueTime;
                    DueAt = owner._now + dueTime;
                    owner._timers.Add(this);
                    foreach ((_, TaskCompletionSource seen) in owner._waiting.Where(waiting => waiting.DueTime == dueTime))
                    {
                        seen.TrySetResult();
                    }

                    owner._waiting.RemoveAll(waiting => waiting.DueTime == dueTime);
                }
            }

            return true;
        }

        /// <summary>Under the owner's guard.</summary>
        public void Reschedule()
        {
            if (_period > TimeSpan.Zero)
            {
                DueAt += _period;
            }
            else
            {
                owner._timers.Remove(this);
            }
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (owner._guard)
            {
                owner._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
