using System.Collections.Immutable;

namespace Playbooks;

/// <summary>Hands the events of one run to its watchers, without waiting for them.</summary>
internal sealed class EventHub(TimeProvider timeProvider)
{
    private readonly Lock _writing = new();
    private ImmutableArray<EventWatcher> _watchers = [];
    private bool _completed;

    /// <summary>True when a watcher takes the events of steps at that depth. Other events are not made.</summary>
    public bool IsWatched(int depth)
    {
        foreach (EventWatcher watcher in _watchers)
        {
            if (watcher.Wants(depth))
            {
                return true;
            }
        }

        return false;
    }

    public EventWatcher Watch(bool includeNested)
    {
        EventWatcher watcher = new(includeNested, timeProvider, Forget);
        lock (_writing)
        {
            if (_completed)
            {
                watcher.Complete();
            }
            else
            {
                _watchers = _watchers.Add(watcher);
            }
        }

        return watcher;
    }

    public void Publish(ExecutionEvent happened)
    {
        // Under the lock, so that all watchers see the events of parallel steps in one order.
        lock (_writing)
        {
            foreach (EventWatcher watcher in _watchers)
            {
                if (watcher.Wants(happened.Depth))
                {
                    watcher.Write(happened);
                }
            }
        }
    }

    public void Complete()
    {
        lock (_writing)
        {
            _completed = true;
            foreach (EventWatcher watcher in _watchers)
            {
                watcher.Complete();
            }

            _watchers = [];
        }
    }

    private void Forget(EventWatcher watcher)
    {
        lock (_writing)
        {
            _watchers = _watchers.Remove(watcher);
        }
    }
}
