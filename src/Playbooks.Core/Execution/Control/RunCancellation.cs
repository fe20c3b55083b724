namespace Playbooks;

/// <summary>
/// Cancels a run on request: at any time, from any thread, and also before the run begins or after it has ended.
/// </summary>
internal sealed class RunCancellation
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _source;
    private Task _cancelling = Task.CompletedTask;
    private bool _isAskedFor;

    /// <summary>Asks for the cancellation.</summary>
    public void Ask()
    {
        lock (_lock)
        {
            _isAskedFor = true;
            Cancel();
        }
    }

    /// <summary>Begins a run.</summary>
    /// <param name="source">The source that cancels the run.</param>
    public void Begin(CancellationTokenSource source)
    {
        lock (_lock)
        {
            _source = source;
            if (_isAskedFor)
            {
                Cancel();
            }
        }
    }

    /// <summary>Ends the run: it is not cancelled any more.</summary>
    /// <returns>A task that completes when all callbacks have run. Then the source may be disposed of.</returns>
    public Task EndAsync()
    {
        lock (_lock)
        {
            _source = null;
            return _cancelling;
        }
    }

    private void Cancel()
    {
        if (_source is { IsCancellationRequested: false } source)
        {
            // Callbacks run on another thread, not on the caller's.
            _cancelling = source.CancelAsync();
        }
    }
}
