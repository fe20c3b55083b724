namespace Playbooks.Ansible.Events;

/// <summary>What is known of one host: Ansible's counters, and the failures of which is not known yet whether they were rescued.</summary>
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

    /// <summary>Missing include files among the open failures: they are never rescued in Ansible's figures.</summary>
    public int OpenIncludes;
    public int OpenOthers;
    public bool IsLastAnInclude;

    /// <summary>An item of the loop under way changed something.</summary>
    public bool HasChangedItem;

    /// <summary>Of the open failures, those that count: missing includes, and else the last one.</summary>
    public readonly long CountedOpen => OpenIncludes + (OpenOthers > 0 && !IsLastAnInclude ? 1 : 0);

    public void AddOk(bool changed)
    {
        Ok++;
        Changed += changed ? 1 : 0;
    }

    /// <summary>Moves one of Ansible's counters, as Ansible does: none goes below zero.</summary>
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
