using System.Text;

namespace Playbooks.Processes;

/// <summary>Keeps the end of a program's output, in bounded memory.</summary>
public sealed class OutputTail
{
    private const int FirstSize = 4 * 1024;

    // Kept beyond the capacity, so that a secret at the cut is still complete when it is searched for.
    private const int LeastMargin = 64 * 1024;
    private const int LargestMargin = 4 * 1024 * 1024;

    // Two layers of escapes turn one character into at most this many bytes: %25E2%2582%25AC.
    private const int LongestEscape = 16;

    private readonly int _kept;
    private readonly int _capacity;
    private readonly Redactor? _redactor;
    private byte[] _buffer;
    private long _written;

    /// <summary>Keeps at most that many bytes.</summary>
    /// <param name="capacity">The number of bytes, at least 1.</param>
    /// <param name="redactor">
    /// Knows the secrets that the cut must not split; null for none. They are not masked, but the rest of a split one
    /// is dropped, as no redactor would recognize it.
    /// </param>
    public OutputTail(int capacity = 64 * 1024, Redactor? redactor = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _kept = capacity;
        _redactor = redactor;
        long margin = redactor is null
            ? 0
            : Math.Clamp((long)LongestEscape * redactor.LongestForm, LeastMargin, LargestMargin);
        _capacity = (int)Math.Min(Array.MaxLength, capacity + margin);
        _buffer = new byte[Math.Min(_capacity, FirstSize)];
    }

    /// <summary>True when the beginning was dropped.</summary>
    public bool IsCut => _written > _kept;

    /// <summary>Handles the next bytes. Pass it to <see cref="ChildProcess"/> as a handler.</summary>
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

    /// <summary>Grows the buffer on demand: most programs print little, and do not need the whole capacity.</summary>
    private void Grow(int length)
    {
        long wanted = Math.Min(_capacity, _written + length);
        if (wanted > _buffer.Length)
        {
            // Nothing was dropped so far, so the bytes are in order.
            Array.Resize(ref _buffer, (int)Math.Min(_capacity, Math.Max(wanted, 2L * _buffer.Length)));
        }
    }

    /// <summary>Gets the kept output as text.</summary>
    public override string ToString()
    {
        if (!IsCut)
        {
            return Encoding.UTF8.GetString(_buffer, 0, (int)_written);
        }

        // Until the buffer is full for the first time, the bytes are in order.
        int start = _written > _buffer.Length ? (int)(_written % _buffer.Length) : 0;
        int length = (int)Math.Min(_written, _buffer.Length);
        byte[] ordered = [.. _buffer.AsSpan(start, length - start), .. _buffer.AsSpan(0, start)];

        // The cut may split a character, whose last bytes would then show as replacement characters.
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
