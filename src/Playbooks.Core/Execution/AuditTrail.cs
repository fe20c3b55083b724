namespace Playbooks;

/// <summary>
/// Hands every event of a run to the audit sinks, in order. The run goes on only when the sinks have taken it.
/// </summary>
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

    /// <summary>
    /// Called with the reason when a sink could not take an event, before any other step learns that the event is
    /// written. The failed sink gets no further events, because its record would have a gap. The other sinks do.
    /// </summary>
    public Action<string> OnFailure { get; set; } = _ => { };

    /// <summary>Waits until every added event is written, or has failed.</summary>
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
            // Every exception of a sink ends the run: a sink is registered to see everything.
            _sinks.Remove(sink);
            OnFailure($"The audit sink failed, and no step may run without a record: {exception.Message}");
        }
    }
}
