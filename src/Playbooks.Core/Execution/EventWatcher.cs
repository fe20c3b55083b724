using System.Threading.Channels;

namespace Playbooks;

/// <summary>One watcher's bounded queue of events.</summary>
internal sealed class EventWatcher : IAsyncEnumerable<ExecutionEvent>
{
    private const int Capacity = 8192;

    private readonly bool _includeNested;
    private readonly TimeProvider _timeProvider;
    private readonly Action<EventWatcher> _forget;
    private readonly Channel<ExecutionEvent> _events;
    private long _dropped;

    public EventWatcher(bool includeNested, TimeProvider timeProvider, Action<EventWatcher> forget)
    {
        _includeNested = includeNested;
        _timeProvider = timeProvider;
        _forget = forget;
        // The newest events are kept: the last one holds the report.
        BoundedChannelOptions options = new(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true };
        _events = Channel.CreateBounded<ExecutionEvent>(options, _ => Interlocked.Increment(ref _dropped));
    }

    public bool Wants(int depth) => _includeNested || depth == 0;

    /// <summary>Never waits and never fails.</summary>
    public void Write(ExecutionEvent happened) => _events.Writer.TryWrite(happened);

    public void Complete() => _events.Writer.TryComplete();

    public async IAsyncEnumerator<ExecutionEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        try
        {
            await foreach (ExecutionEvent happened in _events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                long dropped = Interlocked.Exchange(ref _dropped, 0);
                if (dropped > 0)
                {
                    yield return new EventsDropped { Timestamp = _timeProvider.GetUtcNow(), Count = dropped };
                }

                yield return happened;
            }
        }
        finally
        {
            _forget(this);
        }
    }
}
