using System.Globalization;
using System.Text;

namespace Playbooks.Ansible.Events;

/// <summary>The times of the first and the last record. Only existing runs need them.</summary>
internal sealed class EventTimes
{
    private readonly byte[] _first = new byte[40];
    private readonly byte[] _last = new byte[40];
    private int _firstLength;
    private int _lastLength;

    public void Add(ReadOnlySpan<byte> created)
    {
        if (created.IsEmpty || created.Length > _last.Length)
        {
            return;
        }

        created.CopyTo(_last);
        _lastLength = created.Length;
        if (_firstLength == 0)
        {
            created.CopyTo(_first);
            _firstLength = created.Length;
        }
    }

    /// <summary>The time of the first record; null when no record has a time.</summary>
    public DateTimeOffset? Start => Time(_first.AsSpan(0, _firstLength));

    /// <summary>The time from the first record to the last.</summary>
    public TimeSpan Duration => Start is { } start && Time(_last.AsSpan(0, _lastLength)) is { } end && end > start
        ? end - start
        : TimeSpan.Zero;

    // ansible-runner writes UTC without a time zone.
    private static DateTimeOffset? Time(ReadOnlySpan<byte> text)
        => DateTimeOffset.TryParse(
            Encoding.UTF8.GetString(text),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time)
                ? time
                : null;
}
