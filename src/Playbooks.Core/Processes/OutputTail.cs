using System.Text;

namespace Playbooks.Processes;

/// <summary>Keeps the end of a program's output, in bounded memory.</summary>
public sealed class OutputTail
{
    private const int FirstSize = 4 * 1024;

    private readonly int _capacity;
    private byte[] _buffer;
    private long _written;

    /// <summary>Keeps at most so many bytes.</summary>
    /// <param name="capacity">In bytes, at least 1.</param>
    public OutputTail(int capacity = 64 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        _buffer = new byte[Math.Min(capacity, FirstSize)];
    }

    /// <summary>Whether the beginning was dropped.</summary>
    public bool IsCut => _written > _capacity;

    /// <summary>Takes the next bytes. Give it to <see cref="ChildProcess"/> as a handler.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ReadOnlySpan<byte> rest = bytes.Span;
        Grow(rest.Length);
        if (rest.Length > _buffer.Length)
        {
            _written += rest.Length - _buffer.Length;
            rest = rest[^_buffer.Length..];
        }

        int start = (int)(_written % _buffer.Length);
        int first = Math.Min(rest.Length, _buffer.Length - start);
        rest[..first].CopyTo(_buffer.AsSpan(start));
        rest[first..].CopyTo(_buffer);
        _written += rest.Length;
        return ValueTask.CompletedTask;
    }

    /// <summary>Most programs say little: the whole capacity is taken only for those that need it.</summary>
    private void Grow(int length)
    {
        long wanted = Math.Min(_capacity, _written + length);
        if (wanted > _buffer.Length)
        {
            // Nothing was dropped so far, so the bytes lie in order.
            Array.Resize(ref _buffer, (int)Math.Min(_capacity, Math.Max(wanted, 2L * _buffer.Length)));
        }
    }

    /// <summary>What was kept, as text.</summary>
    public override string ToString()
    {
        if (!IsCut)
        {
            return Encoding.UTF8.GetString(_buffer, 0, (int)_written);
        }

        int start = (int)(_written % _buffer.Length);
        byte[] ordered = [.. _buffer.AsSpan(start), .. _buffer.AsSpan(0, start)];

        // The cut may have fallen into the middle of a character: its last bytes would show as replacement characters.
        int begin = 0;
        while (begin < Math.Min(4, ordered.Length) && (ordered[begin] & 0xC0) == 0x80)
        {
            begin++;
        }

        return Encoding.UTF8.GetString(ordered, begin, ordered.Length - begin);
    }
}
