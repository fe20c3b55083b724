using System.Collections.ObjectModel;
using System.Text;

namespace Playbooks.Ansible.Events;

/// <summary>Counts the records of one run. Its memory depends on the hosts and the failures, not on the number of
/// records.</summary>
/// <remarks>
/// The records of our own plugin name the counters that Ansible changed; these are taken as they are. Other results are
/// counted as Ansible counts them, until Ansible's own statistics arrive and replace the counts. They arrive after each
/// playbook of a run, so results may follow.
/// </remarks>
internal sealed class EventTally
{
    private readonly HostTable _hosts = new();
    private readonly FailureLog _failures = new();
    private readonly Redactor _redactor;
    private readonly FailureReader _reader;
    private readonly StartedTasks _tasks;
    private readonly SlowestTasks _slowest;
    private readonly List<CountedStep> _counted = [];
    private byte[] _play = [];
    private byte[] _ident = [];
    private bool _isCounted;

    /// <param name="redactor">Masks texts before they are shortened.</param>
    public EventTally(Redactor redactor)
    {
        _redactor = redactor;
        _tasks = new StartedTasks(redactor);
        _slowest = new SlowestTasks(redactor);
        _reader = new FailureReader(_tasks, redactor);
        Text = new RunText(redactor);
    }

    /// <summary>The run that the records must belong to; null for any.</summary>
    public string? RunnerIdent
    {
        set => _ident = value is null ? [] : Encoding.UTF8.GetBytes(value);
    }

    /// <summary>True when the first record decides which run the others must belong to.</summary>
    public bool LocksIdent { get; set; }

    public RunText Text { get; }

    public EventTimes Times { get; } = new();

    /// <summary>The number of records so far.</summary>
    public long Records { get; private set; }

    /// <summary>True when Ansible's final figures have arrived, and no result after them.</summary>
    public bool IsComplete { get; private set; }

    public IReadOnlyDictionary<string, object?> CustomStats { get; private set; } =
        ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>True when they were too deep or too large to be reported.</summary>
    public bool HasLostCustomStats { get; private set; }

    public IReadOnlyList<TaskFailure> Failures => _failures.ToList();

    public IReadOnlyList<SlowTask> SlowestTasks => _slowest.ToList();

    public IReadOnlyDictionary<string, HostSummary> Hosts => _hosts.ToSummaries();

    /// <summary>Gets the progress of the run, without the time.</summary>
    public AnsibleProgress Progress()
    {
        (int hosts, long ok, long changed, long failed, long skipped, long unreachable) = (0, 0, 0, 0, 0, 0);
        for (int host = 0; host < _hosts.Count; host++)
        {
            ref HostTally tally = ref _hosts[host];
            hosts += tally.IsKnown ? 1 : 0;
            ok += tally.Ok;
            changed += tally.Changed;
            failed += tally.Failures + tally.CountedOpen;
            skipped += tally.Skipped;
            unreachable += tally.Unreachable;
        }

        return new AnsibleProgress
        {
            Play = JsonString.Decode(_play),
            Task = JsonString.Decode(_tasks.Newest),
            Hosts = hosts,
            Ok = ok,
            Changed = changed,
            Failed = failed,
            Skipped = skipped,
            Unreachable = unreachable,
        };
    }

    /// <summary>Takes a line or a file. It is left out when it is not a record of this run.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        line = line.StartsWith("\ufeff"u8) ? line[3..] : line;
        if (!EventRecord.TryRead(line, _counted, out EventRecord record) || !IsOurs(record.Ident))
        {
            return;
        }

        Records++;
        Times.Add(record.Created);
        if (record.Kind == EventKind.Text)
        {
            Text.AddJson(record.Stdout);
            return;
        }

        Text.Break();
        IsComplete = record.Kind == EventKind.Statistics;
        if (_isCounted || record.IsCounted || record.Kind == EventKind.Hello)
        {
            _isCounted = true;
            AddCounted(record);
        }
        else
        {
            AddUncounted(record);
        }

        switch (record.Kind)
        {
            case EventKind.TaskStart:
                _tasks.Add(record.TaskId, record.Name);
                break;
            case EventKind.PlayStart:
                _play = JsonString.Cut(record.Name, 1000, _redactor).ToArray();
                break;
            case EventKind.Ok or EventKind.Failed or EventKind.Unreachable or EventKind.Skipped:
                _slowest.Add(record, _tasks);
                break;
            case EventKind.Statistics when !record.Data.IsEmpty:
                TakeCustomStats(StatisticsReader.CustomStats(record.Data));
                break;
            default:
                break;
        }
    }

    private void TakeCustomStats(IReadOnlyDictionary<string, object?>? given)
    {
        HasLostCustomStats = given is null;
        CustomStats = given ?? ReadOnlyDictionary<string, object?>.Empty;
    }

    private bool IsOurs(ReadOnlySpan<byte> ident)
    {
        if (_ident.Length == 0 && LocksIdent)
        {
            _ident = ident.ToArray();
        }

        return _ident.Length == 0 || ident.SequenceEqual(_ident)
            || (ident.IndexOf((byte)'\\') >= 0
                && Encoding.UTF8.GetBytes(JsonString.Decode(ident)).AsSpan().SequenceEqual(_ident));
    }

    private ref HostTally Host(ReadOnlySpan<byte> name)
    {
        ref HostTally host = ref _hosts[_hosts.IndexOf(name)];
        host.IsKnown = true;
        return ref host;
    }

    private void AddCounted(in EventRecord record)
    {
        TaskFailureKind? kind = null;
        int failing = record.Counted.Count == 0 || record.Host.IsEmpty ? -1 : _hosts.IndexOf(record.Host);
        foreach (CountedStep step in record.Counted)
        {
            int host = _hosts.IndexOf(record[step.Host]);
            Move(host, step);
            if (host == failing && step.Step > 0)
            {
                kind = step.Counter switch
                {
                    EventCounter.Failures => TaskFailureKind.Failed,
                    EventCounter.Unreachable => TaskFailureKind.Unreachable,
                    _ => kind,
                };
            }
        }

        if (kind is { } counted && record.Kind is EventKind.Failed or EventKind.Unreachable && _failures.HasRoom)
        {
            _failures.AddCounted(_reader.Read(record, _hosts, counted));
        }
    }

    private void Move(int host, CountedStep step)
    {
        ref HostTally tally = ref _hosts[host];
        tally.IsKnown = true;
        tally.Move(step.Counter, step.Step);
        if (step is { Step: < 0, Counter: EventCounter.Failures or EventCounter.Unreachable })
        {
            _failures.TakeBack(host);
        }
    }

    private void AddUncounted(in EventRecord record)
    {
        switch (record.Kind)
        {
            case EventKind.Item when !record.Host.IsEmpty:
                ref HostTally item = ref Host(record.Host);
                item.HasChangedItem |= record.HasResult ? record.IsChanged : EventText.SaysChanged(record.Stdout);
                break;
            case EventKind.Ok when !record.IsInclude:
                ref HostTally ok = ref Host(record.Host);
                ok.AddOk(IsChanged(record, ok));
                ok.HasChangedItem = false;
                break;
            case EventKind.Include:
                foreach (string name in EventText.IncludedHosts(record.IncludedFile, record.Stdout))
                {
                    ref HostTally included = ref _hosts[_hosts.IndexOf(name)];
                    included.IsKnown = true;
                    included.AddOk(changed: false);
                }

                break;
            case EventKind.Skipped when !record.Action.SequenceEqual("meta"u8):
                ref HostTally skipped = ref Host(record.Host);
                skipped.Skipped++;
                skipped.HasChangedItem = false;
                break;
            case EventKind.Failed or EventKind.Unreachable:
                AddFailure(record);
                break;
            case EventKind.Statistics when !record.Data.IsEmpty:
                TakeStatistics(record.Data);
                break;
            default:
                break;
        }
    }

    private static bool IsChanged(in EventRecord record, in HostTally host)
        => record.HasResult ? record.IsChanged : host.HasChangedItem || EventText.SaysChanged(record.Stdout);

    private void AddFailure(in EventRecord record)
    {
        // Ansible's own failure for a missing file counts even if the task ignores errors.
        bool isMissing = record is { Kind: EventKind.Failed, IsInclude: true, HasReason: true, HasMessage: false };
        bool isUnreachable = record.Kind == EventKind.Unreachable;
        bool isIgnored =
            isUnreachable ? record.IsIgnored || EventText.SaysIgnoring(record.Stdout) : record.IsIgnored && !isMissing;
        int index = _hosts.IndexOf(record.Host);
        ref HostTally host = ref _hosts[index];
        host.IsKnown = true;
        if (isIgnored)
        {
            host.AddOk(!isUnreachable && IsChanged(record, host));
            host.Ignored++;
        }
        else if (isUnreachable)
        {
            host.Unreachable++;
            if (_failures.HasRoom)
            {
                _failures.AddCounted(_reader.Read(record, _hosts, TaskFailureKind.Unreachable));
            }
        }
        else
        {
            host.OpenIncludes += isMissing ? 1 : 0;
            host.OpenOthers += isMissing ? 0 : 1;
            host.IsLastAnInclude = isMissing;
            _failures.AddOpen(_reader.Read(record, _hosts, TaskFailureKind.Failed) with { IsInclude = isMissing });
        }

        host.HasChangedItem = false;
    }

    private void TakeStatistics(ReadOnlySpan<byte> data)
    {
        if (StatisticsReader.Read(data, _hosts) is not { } final)
        {
            return;
        }

        _failures.Settle(host => final.TryGetValue(host, out HostTally tally)
            ? (tally.Failures - _hosts[host].Failures, tally.Rescued - _hosts[host].Rescued)
            : (0, 0));
        _hosts.Clear();
        foreach ((int host, HostTally tally) in final)
        {
            _hosts[host] = tally;
        }
    }
}
