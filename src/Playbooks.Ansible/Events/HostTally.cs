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
    public void Move(ReadOnlySpan<byte> counter, long step)
    {
        ref long figure = ref Ignored;
        if (counter.SequenceEqual("ok"u8))
        {
            figure = ref Ok;
        }
        else if (counter.SequenceEqual("changed"u8))
        {
            figure = ref Changed;
        }
        else if (counter.SequenceEqual("failures"u8))
        {
            figure = ref Failures;
        }
        else if (counter.SequenceEqual("skipped"u8))
        {
            figure = ref Skipped;
        }
        else if (counter.SequenceEqual("dark"u8))
        {
            figure = ref Unreachable;
        }
        else if (counter.SequenceEqual("rescued"u8))
        {
            figure = ref Rescued;
        }
        else if (!counter.SequenceEqual("ignored"u8))
        {
            return;
        }

        figure = Math.Max(0, figure + step);
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
}
