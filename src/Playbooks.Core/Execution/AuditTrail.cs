namespace Playbooks;

/// <summary>Hands every event of a run to the audit sinks, in order, and lets the run go on only when they have it.</summary>
internal sealed class AuditTrail(IReadOnlyList<IAuditSink> sinks) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly List<IAuditSink> _sinks = [.. sinks];
    private List<ExecutionEvent> _waiting = [];

    public void Dispose() => _writing.Dispose();

    /// <summary>Adds an event; it is written by the next <see cref="FlushAsync"/>.</summary>
    public void Add(ExecutionEvent happened)
    {
        lock (_lock)
        {
            _waiting.Add(happened);
        }
    }

    /// <summary>Told why a sink could not take an event, before any other step learns that the event is written. That sink is told nothing any more: its record would have a hole. The others are.</summary>
    public Action<string> OnFailure { get; set; } = _ => { };

    /// <summary>Waits until all that was added is written, or could not be.</summary>
    public async ValueTask FlushAsync()
    {
        await _writing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            List<ExecutionEvent> events;
            lock (_lock)
            {
                events = _waiting;
                _waiting = [];
            }

            foreach (ExecutionEvent happened in events)
            {
                foreach (IAuditSink sink in _sinks.ToArray())
                {
                    await WriteAsync(sink, happened).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    private async ValueTask WriteAsync(IAuditSink sink, ExecutionEvent happened)
    {
        try
        {
            await sink.WriteAsync(happened, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Whatever a sink throws ends the run: that is what it is registered for.
            _sinks.Remove(sink);
            OnFailure($"The audit sink failed, and nothing may run unseen: {exception.Message}");
        }
    }
}
