namespace Playbooks;

/// <summary>Cancels a run when somebody asks for it: at any time, from any thread, before the run and after it too.</summary>
internal sealed class RunCancellation
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _source;
    private Task _cancelling = Task.CompletedTask;
    private bool _isAskedFor;

    /// <summary>Somebody asks.</summary>
    public void Ask()
    {
        lock (_lock)
        {
            _isAskedFor = true;
            Cancel();
        }
    }

    /// <summary>The run begins.</summary>
    /// <param name="source">Cancels it.</param>
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

    /// <summary>The run has ended: nobody cancels it any more.</summary>
    /// <returns>Completes when everybody has been told who had to be: then the source may go.</returns>
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
            // What is registered with it runs elsewhere, and not in whoever asks.
            _cancelling = source.CancelAsync();
        }
    }
}
