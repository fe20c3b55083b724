namespace Playbooks.Ansible.Execution;

/// <summary>Counts the runs of an executor, so that its disposal can stop them and wait for them.</summary>
internal sealed class RunsUnderWay : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private bool _isStopped;

    // Read once: a disposed source does not give its token.
    public RunsUnderWay() => Stopped = _stop.Token;

    /// <summary>Is cancelled when no more runs may begin.</summary>
    public CancellationToken Stopped { get; }

    /// <summary>Counts a run until the returned object is disposed.</summary>
    /// <exception cref="ObjectDisposedException">No more runs may begin.</exception>
    public IDisposable Enter(object owner)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isStopped, owner);
            _count++;
            return new RunUnderWay(this);
        }
    }

    /// <summary>Stops all runs and waits until they have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        bool isFirst;
        lock (_lock)
        {
            isFirst = !_isStopped;
            _isStopped = true;
            if (_count == 0)
            {
                _ended.TrySetResult();
            }
        }

        if (isFirst)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }

        await _ended.Task.ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_count == 0 && _isStopped)
            {
                _ended.TrySetResult();
            }
        }
    }

    private sealed class RunUnderWay(RunsUnderWay runs) : IDisposable
    {
        public void Dispose() => runs.Leave();
    }
}
