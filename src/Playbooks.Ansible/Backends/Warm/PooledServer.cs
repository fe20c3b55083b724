namespace Playbooks.Ansible.Backends.Warm;

/// <summary>One server of a pool: it is starting, ready, or could not be started. The pool's lock guards this
/// object.</summary>
internal sealed class PooledServer(string key, Task<WarmServer> server)
{
    // After a failed start, no new start is tried for this time.
    private static readonly TimeSpan FailureTime = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;
    private bool _isEnding;

    public string Key { get; } = key;

    public Task<WarmServer> Server { get; } = server;

    /// <summary>The number of runs that the server was used for.</summary>
    public int Runs { get; private set; }

    /// <summary>The time of its last use, as a timestamp.</summary>
    public long UsedAt { get; private set; }

    /// <summary>Tells if the server can be used as well as a new one. A starting server can; a failed start counts so
    /// for a while, too.</summary>
    public bool IsUsable(TimeProvider time) => Server.IsCompletedSuccessfully
        ? Server.GetAwaiter().GetResult().IsUsable
        : !Server.IsCompleted || time.GetElapsedTime(UsedAt) < FailureTime;

    public void Enter(long now)
    {
        // A later request must not prolong the time of a failure.
        if (!Server.IsFaulted)
        {
            UsedAt = now;
        }

        Runs++;
        _inside++;
    }

    public void Leave()
    {
        _inside--;
        if (_isEnding && _inside == 0)
        {
            _left.SetResult();
        }
    }

    /// <summary>Ends the server when no run is being begun in it any more. Called once.</summary>
    public Task EndAsync()
    {
        _isEnding = true;
        if (_inside == 0)
        {
            _left.SetResult();
        }

        return EndServerAsync();
    }

    private async Task EndServerAsync()
    {
        await _left.Task.ConfigureAwait(false);
        try
        {
            WarmServer started = await Server.ConfigureAwait(false);
            await started.DisposeAsync().ConfigureAwait(false);
        }
        catch (WarmUnavailableException)
        {
            // The server could not be started, so there is none to end.
        }
    }
}
