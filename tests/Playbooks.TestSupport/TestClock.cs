using Microsoft.Extensions.Time.Testing;

namespace Playbooks.TestSupport;

/// <summary>The fake clock of Microsoft.Extensions.TimeProvider.Testing, whose timers a test can wait for before it moves the clock.</summary>
public sealed class TestClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
{
    private readonly Lock _guard = new();
    private readonly Dictionary<WatchedTimer, TimeSpan> _running = [];
    private readonly List<(TimeSpan DueTime, TaskCompletionSource Seen)> _waiting = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        WatchedTimer timer = new(this, callback, state);
        timer.Start(base.CreateTimer(timer.Fire, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when a timer of exactly that due time is running: the code under test has begun to wait.</summary>
    public Task TimerAsync(TimeSpan dueTime)
    {
        lock (_guard)
        {
            if (_running.ContainsValue(dueTime))
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

    private void Runs(WatchedTimer timer, TimeSpan dueTime)
    {
        lock (_guard)
        {
            if (!timer.MayRun)
            {
                return;
            }

            _running[timer] = dueTime;
            foreach ((_, TaskCompletionSource seen) in _waiting.Where(waiting => waiting.DueTime == dueTime))
            {
                seen.TrySetResult();
            }

            _waiting.RemoveAll(waiting => waiting.DueTime == dueTime);
        }
    }

    private void Fires(WatchedTimer timer)
    {
        lock (_guard)
        {
            timer.HasFired = true;
            if (!timer.MayRun)
            {
                _running.Remove(timer);
            }
        }
    }

    private void Stops(WatchedTimer timer)
    {
        lock (_guard)
        {
            timer.HasFired = false;
            _running.Remove(timer);
        }
    }

    private sealed class WatchedTimer(TestClock owner, TimerCallback callback, object? state) : ITimer
    {
        private ITimer _timer = null!;
        private bool _isPeriodic;

        /// <summary>Under the clock's guard.</summary>
        public bool HasFired { get; set; }

        /// <summary>False for one that fired while it was being started, which must not look as if it ran.</summary>
        public bool MayRun => _isPeriodic || !HasFired;

        public void Start(ITimer timer) => _timer = timer;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _isPeriodic = period > TimeSpan.Zero;
            owner.Stops(this);
            bool isChanged = _timer.Change(dueTime, period);
            if (isChanged && dueTime > TimeSpan.Zero)
            {
                owner.Runs(this, dueTime);
            }

            return isChanged;
        }

        public void Fire(object? ignored)
        {
            owner.Fires(this);
            callback(state);
        }

        public void Dispose()
        {
            owner.Stops(this);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            owner.Stops(this);
            return _timer.DisposeAsync();
        }
    }
}
