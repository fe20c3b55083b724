using System.Text;

namespace Playbooks.Processes;

/// <summary>Keeps the end of a program's output, in bounded memory.</summary>
public sealed class OutputTail
{
    private const int FirstSize = 4 * 1024;

    // Kept beyond the capacity, so that a secret at the cut is still whole when it is looked for.
    private const int LeastMargin = 64 * 1024;
    private const int LargestMargin = 4 * 1024 * 1024;

    // Two layers of escapes make a character at most so many bytes: %25E2%2582%25AC.
    private const int LongestEscape = 16;

    private readonly int _kept;
    private readonly int _capacity;
    private readonly Redactor? _redactor;
    private byte[] _buffer;
    private long _written;

    /// <summary>Keeps at most so many bytes.</summary>
    /// <param name="capacity">In bytes, at least 1.</param>
    /// <param name="redactor">Knows the secrets that the cut must not take apart; null for none. They are not
    /// masked: the rest of one is left out, since nobody would recognize it.</param>
    public OutputTail(int capacity = 64 * 1024, Redactor? redactor = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _kept = capacity;
        _redactor = redactor;
        long margin = redactor is null ? 0 : Math.Clamp((long)LongestEscape * redactor.LongestForm, LeastMargin, LargestMargin);
        _capacity = (int)Math.Min(Array.MaxLength, capacity + margin);
        _buffer = new byte[Math.Min(_capacity, FirstSize)];
    }

    /// <summary>Whether the beginning was dropped.</summary>
    public bool IsCut => _written > _kept;

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

        // Before the buffer was full for the first time, the bytes lie in order.
        int start = _written > _buffer.Length ? (int)(_written % _buffer.Length) : 0;
        int length = (int)Math.Min(_written, _buffer.Length);
        byte[] ordered = [.. _buffer.AsSpan(start, length - start), .. _buffer.AsSpan(0, start)];

        // The cut may have fallen into the middle of a character: its last bytes would show as replacement characters.
        int cut = length - _kept;
        int begin = cut;
        while (begin < Math.Min(cut + 4, length) && (ordered[begin] & 0xC0) == 0x80)
        {
            begin++;
        }

        string text = Encoding.UTF8.GetString(ordered);
        int place = Encoding.UTF8.GetCharCount(ordered, 0, begin);
        return text[(_redactor?.NextCut(text, place) ?? place)..];
    }
}
