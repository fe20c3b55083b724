namespace Playbooks.Ansible.Backends.Warm;

/// <summary>One server of a pool, which guards it: the one that is being started, the one that is there, or that none could be started.</summary>
internal sealed class PooledServer(string key, Task<WarmServer> server)
{
    // How long the failure of a start is believed to stand for the next one's.
    private static readonly TimeSpan FailureTime = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;
    private bool _isEnding;

    public string Key { get; } = key;

    public Task<WarmServer> Server { get; } = server;

    /// <summary>How many runs it was taken for.</summary>
    public int Runs { get; private set; }

    /// <summary>When it was taken last.</summary>
    public long UsedAt { get; private set; }

    /// <summary>Whether it is as good as a new one: while it is starting it is, and for a while when it could not start.</summary>
    public bool IsUsable(TimeProvider time) => Server.IsCompletedSuccessfully
        ? Server.GetAwaiter().GetResult().IsUsable
        : !Server.IsCompleted || time.GetElapsedTime(UsedAt) < FailureTime;

    public void Enter(long now)
    {
        // A failure is not made younger by asking for it.
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

    /// <summary>Ends the server when nobody is inside any more. To be called once.</summary>
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
            // There is none to end.
        }
    }
}
