namespace Playbooks.Ansible.Events;

/// <summary>Joins pieces of any length to lines. A line that is too long to be held is shortened while it
/// arrives.</summary>
internal sealed class EventLines(EventTally tally)
{
    /// <summary>The length from which long texts within a line are cut. Even of a 100 MB result, hardly more than this
    /// is held.</summary>
    public const int LongestWhole = 1024 * 1024;

    private const int Usual = 64 * 1024;

    private readonly LongLine _shortener = new();
    private byte[] _line = [];
    private int _length;
    private bool _isLong;

    /// <summary>Takes the next piece of a stream of lines.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                Append(bytes);
                return;
            }

            if (_length == 0)
            {
                tally.Add(bytes[..end]);
            }
            else
            {
                Append(bytes[..end]);
                End();
            }

            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>Takes the next piece of one record, even with line ends in it.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (!_isLong && _length + bytes.Length > LongestWhole)
        {
            // The part that is held already is shortened in place: it never grows.
            _isLong = true;
            _shortener.Begin();
            ReadOnlySpan<byte> held = _line.AsSpan(0, _length);
            _length = 0;
            Shorten(held);
        }

        if (_isLong)
        {
            Shorten(bytes);
            return;
        }

        Reserve(bytes.Length);
        bytes.CopyTo(_line.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Ends the line or the record, which is complete.</summary>
    public void End()
    {
        if (_length > 0 && !(_isLong && _shortener.IsHopeless))
        {
            tally.Add(_line.AsSpan(0, _length));
        }

        Discard();
        if (_line.Length > 2 * Usual)
        {
            _line = [];
        }
    }

    /// <summary>Discards the part of the line that was taken.</summary>
    public void Discard()
    {
        _length = 0;
        _isLong = false;
    }

    private void Shorten(ReadOnlySpan<byte> bytes)
    {
        // It writes at most as many bytes as it reads, and those of a text that it held back before.
        Reserve(bytes.Length + LongLine.HeldBack);
        _shortener.Feed(bytes, _line, ref _length);
    }

    private void Reserve(int more)
    {
        if (_length + more > _line.Length)
        {
            Array.Resize(
                ref _line,
                Math.Max(Usual, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(_length + more))));
        }
    }
}
