namespace Playbooks.Ansible.Events;

/// <summary>The state of one host: Ansible's counters, and the failures that may still be rescued.</summary>
internal struct HostTally
{
    public bool IsKnown;
    public long Ok;
    public long Changed;
    public long Failures;
    public long Skipped;
    public long Unreachable;
    public long Rescued;
    public long Ignored;

    /// <summary>The number of missing include files among the open failures. In Ansible's figures they are never
    /// rescued.</summary>
    public int OpenIncludes;
    public int OpenOthers;
    public bool IsLastAnInclude;

    /// <summary>True when an item of the current loop changed something.</summary>
    public bool HasChangedItem;

    /// <summary>The number of open failures that count: missing includes, and otherwise the last one.</summary>
    public readonly long CountedOpen => OpenIncludes + (OpenOthers > 0 && !IsLastAnInclude ? 1 : 0);

    public void AddOk(bool changed)
    {
        Ok++;
        Changed += changed ? 1 : 0;
    }

    /// <summary>Changes one of Ansible's counters as Ansible does: a counter never goes below zero.</summary>
    public void Move(EventCounter counter, long step)
    {
        switch (counter)
        {
            case EventCounter.Ok:
                Move(ref Ok, step);
                break;
            case EventCounter.Changed:
                Move(ref Changed, step);
                break;
            case EventCounter.Failures:
                Move(ref Failures, step);
                break;
            case EventCounter.Skipped:
                Move(ref Skipped, step);
                break;
            case EventCounter.Unreachable:
                Move(ref Unreachable, step);
                break;
            case EventCounter.Rescued:
                Move(ref Rescued, step);
                break;
            case EventCounter.Ignored:
                Move(ref Ignored, step);
                break;
            default:
                break;
        }
    }

    public readonly HostSummary ToSummary() => new()
    {
        Ok = Ok,
        Changed = Changed,
        Failures = Failures + CountedOpen,
        Skipped = Skipped,
        Unreachable = Unreachable,
        Rescued = Rescued + OpenIncludes + OpenOthers - CountedOpen,
        Ignored = Ignored,
    };

    private static void Move(ref long figure, long step) => figure = Math.Max(0, figure + step);
}
