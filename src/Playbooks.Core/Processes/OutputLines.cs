using System.Text;

namespace Playbooks.Processes;

/// <summary>Splits a program's output into lines of bounded length.</summary>
public sealed class OutputLines
{
    private readonly Action<string> _onLine;
    private readonly byte[] _line;
    private int _length;
    private bool _cut;

    /// <summary>Calls back for every line, without its line ending.</summary>
    /// <param name="onLine">Called on the reading thread, one line after the other.</param>
    /// <param name="maximumBytes">What a line has beyond it is dropped, and an ellipsis says so.</param>
    public OutputLines(Action<string> onLine, int maximumBytes = 64 * 1024)
    {
        ArgumentNullException.ThrowIfNull(onLine);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumBytes, 1);
        _onLine = onLine;
        _line = new byte[maximumBytes];
    }

    /// <summary>Takes the next bytes. Give it to <see cref="ChildProcess"/> as a handler.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ReadOnlySpan<byte> rest = bytes.Span;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            Append(end < 0 ? rest : rest[..end]);
            if (end < 0)
            {
                break;
            }

            Flush();
            rest = rest[(end + 1)..];
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Calls back for what came after the last line ending, if anything did. Call it when the program has ended.</summary>
    public void Complete()
    {
        if (_length > 0)
        {
            Flush();
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        int taken = Math.Min(bytes.Length, _line.Length - _length);
        bytes[..taken].CopyTo(_line.AsSpan(_length));
        _length += taken;
        _cut |= taken < bytes.Length;
    }

    private void Flush()
    {
        int length = _length > 0 && _line[_length - 1] == '\r' ? _length - 1 : _length;
        string text = Encoding.UTF8.GetString(_line, 0, length);
        string line = _cut ? text + "…" : text;
        _length = 0;
        _cut = false;
        _onLine(line);
    }
}
