using System.Buffers.Text;

namespace Playbooks.Ansible.Events;

/// <summary>Finds the slowest tasks, each with the host on which it took longest.</summary>
internal sealed class SlowestTasks(Redactor redactor)
{
    private readonly Entry[] _entries =
        [.. Enumerable.Range(0, ExecutionSummary.MaximumSlowestTasks).Select(_ => new Entry())];
    private int _count;
    private double _least;

    /// <summary>Takes a result.</summary>
    public void Add(in EventRecord record, StartedTasks tasks)
    {
        if (record.Duration.IsEmpty
            || !Utf8Parser.TryParse(record.Duration, out double seconds, out int used)
            || used != record.Duration.Length
            || !(seconds > _least && seconds <= TimeSpan.MaxValue.TotalSeconds))
        {
            return;
        }

        Entry? entry = Find(record.TaskId);
        if (entry is null)
        {
            // A dropped task comes back with the first host on which it takes longer, so no slow task is lost.
            entry = _count < _entries.Length ? _entries[_count++] : _entries.MinBy(one => one.Seconds)!;
            entry.TaskId = record.TaskId.ToArray();
            entry.Task =
                TerminalText.Shorten(redactor.Mask(JsonString.Decode(tasks.NameOf(record.TaskId, record.Task))), 1000);
        }
        else if (seconds <= entry.Seconds)
        {
            return;
        }

        entry.Seconds = seconds;
        entry.Host = JsonString.Decode(record.Host);
        _least = _count < _entries.Length ? 0 : _entries.Min(one => one.Seconds);
    }

    public IReadOnlyList<SlowTask> ToList()
        =>
        [
            .. _entries.Take(_count)
                .OrderByDescending(entry => entry.Seconds)
                .Select(entry => new SlowTask(entry.Task, entry.Host, (long)Math.Round(entry.Seconds * 1000))),
        ];

    private Entry? Find(ReadOnlySpan<byte> id)
    {
        foreach (Entry entry in _entries.AsSpan(0, _count))
        {
            if (id.SequenceEqual(entry.TaskId))
            {
                return entry;
            }
        }

        return null;
    }

    private sealed class Entry
    {
        public byte[] TaskId { get; set; } = [];

        public string Task { get; set; } = "";

        public string Host { get; set; } = "";

        public double Seconds { get; set; }
    }
}
