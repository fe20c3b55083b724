namespace Playbooks.Ansible.Events;

/// <summary>Shortens a JSON text while it arrives, so that it stays JSON: it leaves out the middle of long texts and
/// the rest of huge containers.</summary>
/// <remarks>A record's own facts (its host, its task, the flag of a change) are short, and stay.</remarks>
internal sealed class LongLine
{
    /// <summary>The largest number of bytes of a text's end that are held back.</summary>
    public const int HeldBack = 2 * TextEnd;

    private const int TextHead = 8192;
    private const int TextEnd = 8192;

    // Ansible's final figures of many hosts are three levels deep and must stay whole. Deeper values belong to results.
    private const int DeepBudget = 2 * 1024 * 1024;
    private const int DeepLevel = 4;
    private const int Budget = 12 * 1024 * 1024;
    private const int Level = 3;
    private const int Hopeless = 16 * 1024 * 1024;

    private readonly byte[] _end = new byte[HeldBack];
    private readonly bool[] _isUnit = new bool[HeldBack];
    private int _endLength;
    private long _textLength;
    private bool _isInText;
    private int _escape;
    private int _depth;
    private int _dropped;

    private static ReadOnlySpan<byte> CutMark => "…"u8;

    /// <summary>True when even the parts that must stay are too long: this is not a record.</summary>
    public bool IsHopeless { get; private set; }

    private bool IsDropping => _dropped > 0;

    public void Begin()
    {
        (_endLength, _textLength, _isInText, _escape, _depth, _dropped) = (0, 0, false, 0, 0, 0);
        IsHopeless = false;
    }

    /// <summary>Takes the next piece and writes the parts that stay.</summary>
    /// <param name="bytes">The piece, which may be the beginning of the target itself.</param>
    /// <param name="target">The output, with room for as many bytes and <see cref="HeldBack"/> more.</param>
    /// <param name="length">The used length of the target.</param>
    public void Feed(ReadOnlySpan<byte> bytes, Span<byte> target, ref int length)
    {
        int at = 0;
        while (at < bytes.Length && !IsHopeless)
        {
            at += _isInText ? FeedText(bytes[at..], target, ref length) : FeedStructure(bytes[at], target, ref length);
            IsHopeless = length > Hopeless;
        }
    }

    private int FeedStructure(byte next, Span<byte> target, ref int length)
    {
        switch (next)
        {
            case (byte)'"':
                _isInText = true;
                (_textLength, _endLength) = (0, 0);
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']':
                if (_dropped == _depth)
                {
                    _dropped = 0;
                }

                _depth--;
                break;
            case (byte)','
                when !IsDropping
                    && ((_depth >= DeepLevel && length > DeepBudget) || (_depth >= Level && length > Budget)):
                // The element before the comma is whole: the container can be closed after it.
                _dropped = _depth;
                break;
            default:
                break;
        }

        if (!IsDropping)
        {
            target[length++] = next;
        }

        return 1;
    }

    private int FeedText(ReadOnlySpan<byte> bytes, Span<byte> target, ref int length)
    {
        if (_escape > 0)
        {
            // The character after the backslash, which four digits follow if it is 'u'.
            _escape = _escape == 5 && bytes[0] != 'u' ? 0 : _escape - 1;
            Keep(bytes[..1], isUnit: false, target, ref length);
            return 1;
        }

        int plain = bytes.IndexOfAny((byte)'"', (byte)'\\');
        if (plain != 0)
        {
            ReadOnlySpan<byte> run = plain < 0 ? bytes : bytes[..plain];
            Keep(run, isUnit: true, target, ref length);
            return run.Length;
        }

        if (bytes[0] == '\\')
        {
            _escape = 5;
            Keep(bytes[..1], isUnit: true, target, ref length);
            return 1;
        }

        EndText(target, ref length);
        return 1;
    }

    private void Keep(ReadOnlySpan<byte> run, bool isUnit, Span<byte> target, ref int length)
    {
        if (IsDropping)
        {
            return;
        }

        // An escape that began in the head ends in it.
        bool isHead = _endLength == 0 && (_textLength < TextHead || !isUnit);
        int head = !isHead ? 0 : isUnit ? (int)Math.Min(run.Length, TextHead - _textLength) : run.Length;
        run[..head].CopyTo(target[length..]);
        length += head;
        _textLength += head;
        KeepEnd(run[head..], isUnit);
    }

    private void KeepEnd(ReadOnlySpan<byte> run, bool isUnit)
    {
        _textLength += run.Length;
        run = run.Length > TextEnd ? run[^TextEnd..] : run;
        if (_endLength + run.Length > HeldBack)
        {
            int kept = Math.Min(_endLength, TextEnd);
            Array.Copy(_end, _endLength - kept, _end, 0, kept);
            Array.Copy(_isUnit, _endLength - kept, _isUnit, 0, kept);
            _endLength = kept;
        }

        run.CopyTo(_end.AsSpan(_endLength));
        _isUnit.AsSpan(_endLength, run.Length).Fill(isUnit);
        _endLength += run.Length;
    }

    private void EndText(Span<byte> target, ref int length)
    {
        _isInText = false;
        if (IsDropping)
        {
            return;
        }

        if (_endLength > 0)
        {
            // Do not start within an escape: its last character may be a quote.
            int start = Math.Max(0, _endLength - TextEnd);
            while (start < _endLength && !_isUnit[start])
            {
                start++;
            }

            if (_textLength - TextHead - (_endLength - start) >= CutMark.Length)
            {
                // The mark lets the redactor find the rest of a secret at the cut.
                CutMark.CopyTo(target[length..]);
                length += CutMark.Length;
            }

            _end.AsSpan(start, _endLength - start).CopyTo(target[length..]);
            length += _endLength - start;
        }

        target[length++] = (byte)'"';
    }
}
