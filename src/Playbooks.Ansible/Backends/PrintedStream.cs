using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>One stream of printed lines. It remembers the beginning and the end, in bounded memory.</summary>
internal sealed class PrintedStream
{
    // In characters. Each part may be longer by one line.
    private const int LongestHead = 256 * 1024;
    private const int LongestTail = 64 * 1024;
    private const int LongestLine = 16 * 1024;
    private const int QuotedLines = 40;

    private readonly List<string> _head = [];
    private readonly Queue<string> _tail = new();
    private readonly OutputLines _lines;
    private readonly Action<string> _onLine;
    private int _headLength;
    private int _tailLength;

    /// <param name="onLine">Takes each complete line.</param>
    public PrintedStream(Action<string> onLine)
    {
        _onLine = onLine;
        _lines = new OutputLines(Add, LongestLine);
    }

    /// <summary>The lines that are remembered.</summary>
    public IEnumerable<string> Lines => _head.Concat(_tail);

    /// <summary>The last lines, in one text.</summary>
    public string Quotation => string.Join('\n', Lines.TakeLast(QuotedLines)).Trim();

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        => _lines.WriteAsync(bytes, cancellationToken);

    /// <summary>Takes the text after the last line end. No more bytes may be written afterwards.</summary>
    public void Complete() => _lines.Complete();

    private void Add(string line)
    {
        _onLine(line);
        if (_headLength < LongestHead)
        {
            _head.Add(line);
            _headLength += line.Length + 1;
            return;
        }

        _tail.Enqueue(line);
        _tailLength += line.Length + 1;
        while (_tailLength > LongestTail)
        {
            _tailLength -= _tail.Dequeue().Length + 1;
        }
    }
}
