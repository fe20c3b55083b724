namespace Playbooks.Ansible.Backends.Warm;

/// <summary>The servers of one executor: at most so many, one for each key, none for longer than it is of use.</summary>
internal sealed class WarmPool : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<WarmPlace> _places = [];
    private readonly List<Task> _ending = [];
    private readonly AnsibleExecutorOptions _options;
    private readonly Func<WarmKey, Task<WarmServer>> _start;
    private readonly ITimer _timer;
    private bool _isDisposed;

    public WarmPool(AnsibleExecutorOptions options, Func<WarmKey, Task<WarmServer>> start)
    {
        _options = options;
        _start = start;
        _timer = options.TimeProvider.CreateTimer(static pool => ((WarmPool)pool!).EndIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Has the server of a key begin a run. It is started when there is none, and not ended while it begins one.</summary>
    /// <param name="key">What the run needs.</param>
    /// <param name="begin">Begins the run; the server may end when it has returned.</param>
    /// <param name="stop">Gives up waiting for the server.</param>
    /// <exception cref="WarmUnavailableException">There is no server, or it could not begin the run.</exception>
    public async Task<T> UseAsync<T>(WarmKey key, Func<WarmServer, Task<T>> begin, CancellationToken stop)
    {
        WarmPlace place = Take(key);
        bool isGood = false;
        try
        {
            WarmServer server = await place.Server.WaitAsync(stop).ConfigureAwait(false);
            T begun = await begin(server).ConfigureAwait(false);
            isGood = true;
            return begun;
        }
        catch (OperationCanceledException)
        {
            isGood = true;
            throw;
        }
        finally
        {
            Release(place, isGood);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        Task[] ending;
        lock (_lock)
        {
            _isDisposed = true;
            _places.ToList().ForEach(End);
            ending = [.. _ending];
        }

        await Task.WhenAll(ending).ConfigureAwait(false);
    }

    private WarmPlace Take(WarmKey key)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(AnsibleExecutor));
            WarmPlace? found = _places.Find(place => place.Key == key.Digest);
            if (found is not null && (found.Runs >= _options.WarmRunsPerServer || !found.IsUsable(_options.TimeProvider)))
            {
                End(found);
                found = null;
            }

            if (found is null)
            {
                // A run does not need its server any more once it has begun, so the one that was used longest ago can always go.
                while (_places.Count >= _options.WarmServers)
                {
                    End(_places.MinBy(place => place.UsedAt)!);
                }

                found = new WarmPlace(key.Digest, Start(key));
                _places.Add(found);
            }

            found.Enter(_options.TimeProvider.GetTimestamp());
            Schedule();
            return found;
        }
    }

    // Not in the flow of the run that happens to be the first: the server outlives it.
    private Task<WarmServer> Start(WarmKey key)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => _start(key));
        }
    }

    private void Release(WarmPlace place, bool isGood)
    {
        lock (_lock)
        {
            place.Leave();

            // One that could not be started stays for a while, so that not every run waits for the same failure.
            if (!isGood && place.Server.IsCompletedSuccessfully && _places.Contains(place))
            {
                End(place);
            }
        }
    }

    private void EndIdle()
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _places.FindAll(place => Idle(place) >= _options.WarmIdleTime).ForEach(End);
                Schedule();
            }
        }
    }

    // All below: under the lock.
    private void Schedule()
    {
        if (_places.Count > 0)
        {
            TimeSpan next = _options.WarmIdleTime - _places.Max(Idle);
            _timer.Change(next > TimeSpan.Zero ? next : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan Idle(WarmPlace place) => _options.TimeProvider.GetElapsedTime(place.UsedAt);

    private void End(WarmPlace place)
    {
        _places.Remove(place);
        _ending.RemoveAll(task => task.IsCompletedSuccessfully);
        _ending.Add(place.EndAsync());
    }
}
