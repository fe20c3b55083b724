using System.Text;

namespace Playbooks.Processes;

/// <summary>Splits a program's output into lines of bounded length.</summary>
public sealed class OutputLines
{
    private readonly Action<string> _onLine;
    private readonly byte[] _line;
    private int _length;
    private bool _cut;

    /// <summary>Creates it with a callback for each line, which it gets without its line ending.</summary>
    /// <param name="onLine">The callback, called on the reading thread, for one line after the other.</param>
    /// <param name="maximumBytes">
    /// The longest line. The rest of a longer one is dropped and replaced by an ellipsis.
    /// </param>
    public OutputLines(Action<string> onLine, int maximumBytes = 64 * 1024)
    {
        ArgumentNullException.ThrowIfNull(onLine);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumBytes, 1);
        _onLine = onLine;
        _line = new byte[maximumBytes];
    }

    /// <summary>Handles the next bytes. Pass it to <see cref="ChildProcess"/> as a handler.</summary>
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

    /// <summary>
    /// Calls back for the text after the last line ending, if there is any. Call it when the program has ended.
    /// </summary>
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
