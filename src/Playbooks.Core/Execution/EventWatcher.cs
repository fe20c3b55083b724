using System.Threading.Channels;

namespace Playbooks;

/// <summary>The bounded queue of events of one watcher.</summary>
/// <remarks>
/// When the queue is full, the newest events are left out, and <see cref="EventsDropped"/> precedes the next one that
/// finds room. The last event, which holds the report, is never left out. A bounded channel could do neither.
/// </remarks>
internal sealed class EventWatcher(bool includeNested, TimeProvider timeProvider, Action<EventWatcher> forget)
    : IAsyncEnumerable<ExecutionEvent>
{
    private const int Capacity = 8192;

    private readonly Channel<ExecutionEvent> _events
        = Channel.CreateUnbounded<ExecutionEvent>(new UnboundedChannelOptions { SingleWriter = true });

    // A lower bound of the free places in the queue. The queue is counted again only when it reaches zero.
    private int _room = Capacity;
    private long _dropped;

    public bool Wants(int depth) => includeNested || depth == 0;

    /// <summary>Adds an event without waiting or failing. Only one thread at a time may call this.</summary>
    public void Write(ExecutionEvent happened)
    {
        if (_room <= 0)
        {
            _room = Capacity - _events.Reader.Count;
        }

        if (_room <= 0 && happened is not RunFinished)
        {
            _dropped++;
            return;
        }

        if (_dropped > 0)
        {
            Add(new EventsDropped { Timestamp = timeProvider.GetUtcNow(), Count = _dropped });
            _dropped = 0;
        }

        Add(happened);
    }

    public void Complete() => _events.Writer.TryComplete();

    public async IAsyncEnumerator<ExecutionEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        try
        {
            while (await _events.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_events.Reader.TryRead(out ExecutionEvent? happened))
                {
                    yield return happened;
                }
            }
        }
        finally
        {
            forget(this);
        }
    }

    private void Add(ExecutionEvent happened)
    {
        _room--;
        _events.Writer.TryWrite(happened);
    }
}
