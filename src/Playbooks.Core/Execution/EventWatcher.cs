using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Playbooks;

/// <summary>One watcher's bounded queue of events.</summary>
internal sealed class EventWatcher : IAsyncEnumerable<ExecutionEvent>
{
    private const int Capacity = 8192;

    private readonly bool _includeNested;
    private readonly TimeProvider _timeProvider;
    private readonly Action<EventWatcher> _forget;

    // Bounded by what is counted here: a channel that bounds itself takes a lock for each event.
    private readonly Channel<ExecutionEvent> _events = Channel.CreateUnbounded<ExecutionEvent>(new UnboundedChannelOptions { SingleWriter = true, SingleReader = true });
    private long _written;
    private long _dropped;

    // How far the reader was when the writer last looked; it looks again only when there seems to be no room.
    private long _seenRead;
    private ReadCounter _read;

    public EventWatcher(bool includeNested, TimeProvider timeProvider, Action<EventWatcher> forget)
    {
        _includeNested = includeNested;
        _timeProvider = timeProvider;
        _forget = forget;
    }

    public bool Wants(int depth) => _includeNested || depth == 0;

    /// <summary>Never waits and never fails. One thread at a time.</summary>
    public void Write(ExecutionEvent happened)
    {
        // The last event holds the report: it is never left out.
        if (_written - _seenRead >= Capacity && _written - (_seenRead = Volatile.Read(ref _read.Value)) >= Capacity && happened is not RunFinished)
        {
            _dropped++;
            return;
        }

        if (_dropped > 0)
        {
            Add(new EventsDropped { Timestamp = _timeProvider.GetUtcNow(), Count = _dropped });
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
                    Volatile.Write(ref _read.Value, _read.Value + 1);
                    yield return happened;
                }
            }
        }
        finally
        {
            _forget(this);
        }
    }

    private void Add(ExecutionEvent happened)
    {
        _written++;
        _events.Writer.TryWrite(happened);
    }

    /// <summary>Alone in its cache line: else every event that is read would hold up who writes the next one.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 2 * CacheLine)]
    private struct ReadCounter
    {
        private const int CacheLine = 64;

        [FieldOffset(CacheLine)]
        public long Value;
    }
}
