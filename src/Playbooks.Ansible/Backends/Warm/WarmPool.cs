namespace Playbooks.Ansible.Backends.Warm;

/// <summary>The servers of one executor: a bounded number, one for each key. A server without use is ended.</summary>
internal sealed class WarmPool : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<PooledServer> _servers = [];
    private readonly List<Task> _ending = [];
    private readonly AnsibleExecutorOptions _options;
    private readonly Func<WarmKey, Task<WarmServer>> _start;
    private readonly ITimer _timer;
    private bool _isDisposed;

    public WarmPool(AnsibleExecutorOptions options, Func<WarmKey, Task<WarmServer>> start)
    {
        _options = options;
        _start = start;
        _timer = options.TimeProvider.CreateTimer(
            static pool => ((WarmPool)pool!).EndIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lets the server of a key begin a run. A missing server is started. A server is not ended while it
    /// begins a run.</summary>
    /// <param name="key">The key of the run.</param>
    /// <param name="begin">Begins the run. After it has returned, the server may end.</param>
    /// <param name="stop">Ends the wait for the server.</param>
    /// <exception cref="WarmUnavailableException">There is no server, or it could not begin the run.</exception>
    public async Task<T> UseAsync<T>(WarmKey key, Func<WarmServer, Task<T>> begin, CancellationToken stop)
    {
        PooledServer pooled = Take(key);
        bool isGood = false;
        try
        {
            WarmServer server = await pooled.Server.WaitAsync(stop).ConfigureAwait(false);
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
            Release(pooled, isGood);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        Task[] ending;
        lock (_lock)
        {
            _isDisposed = true;
            _servers.ToList().ForEach(End);
            ending = [.. _ending];
        }

        await Task.WhenAll(ending).ConfigureAwait(false);
    }

    private PooledServer Take(WarmKey key)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            PooledServer? found = _servers.Find(pooled => pooled.Key == key.Digest);
            if (found is not null
                && (found.Runs >= _options.WarmRunsPerServer || !found.IsUsable(_options.TimeProvider)))
            {
                End(found);
                found = null;
            }

            if (found is null)
            {
                // A run that has begun does not need its server any more. So the server that was used longest ago can
                // always be ended.
                while (_servers.Count >= _options.WarmServers)
                {
                    End(_servers.MinBy(pooled => pooled.UsedAt)!);
                }

                found = new PooledServer(key.Digest, Start(key));
                _servers.Add(found);
            }

            found.Enter(_options.TimeProvider.GetTimestamp());
            Schedule();
            return found;
        }
    }

    // Without the execution context of the first run, because the server outlives that run.
    private Task<WarmServer> Start(WarmKey key)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => _start(key));
        }
    }

    private void Release(PooledServer pooled, bool isGood)
    {
        lock (_lock)
        {
            pooled.Leave();

            // A server that could not be started stays for a while, so that not every run waits for the same failure.
            if (!isGood && pooled.Server.IsCompletedSuccessfully && _servers.Contains(pooled))
            {
                End(pooled);
            }
        }
    }

    private void EndIdle()
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _servers.FindAll(pooled => Idle(pooled) >= _options.WarmIdleTime).ForEach(End);
                Schedule();
            }
        }
    }

    // All methods below are called under the lock.
    private void Schedule()
    {
        if (_servers.Count > 0)
        {
            TimeSpan next = _options.WarmIdleTime - _servers.Max(Idle);
            _timer.Change(next > TimeSpan.Zero ? next : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan Idle(PooledServer pooled) => _options.TimeProvider.GetElapsedTime(pooled.UsedAt);

    private void End(PooledServer pooled)
    {
        _servers.Remove(pooled);
        _ending.RemoveAll(task => task.IsCompletedSuccessfully);
        _ending.Add(pooled.EndAsync());
    }
}
