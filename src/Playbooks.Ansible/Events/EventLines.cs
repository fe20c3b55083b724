namespace Playbooks.Ansible.Events;

/// <summary>Puts lines together from pieces of any length. A line that is too long to be held is made shorter while it comes.</summary>
internal sealed class EventLines(EventTally tally)
{
    /// <summary>From here on, long texts within a line are cut. Of a 100 MB result, no more than about this is ever held.</summary>
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

    /// <summary>Takes the next piece of one record, whatever line ends are in it.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (!_isLong && _length + bytes.Length > LongestWhole)
        {
            // What was held already is made shorter in its own place: it never grows.
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

    /// <summary>The line, or the record, is complete.</summary>
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

    /// <summary>What was taken of the line is forgotten.</summary>
    public void Discard()
    {
        _length = 0;
        _isLong = false;
    }

    private void Shorten(ReadOnlySpan<byte> bytes)
    {
        // It writes at most what it reads, and what it held back of a text before.
        Reserve(bytes.Length + LongLine.HeldBack);
        _shortener.Feed(bytes, _line, ref _length);
    }

    private void Reserve(int more)
    {
        if (_length + more > _line.Length)
        {
            Array.Resize(ref _line, Math.Max(Usual, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(_length + more))));
        }
    }
}
