namespace Playbooks.Ansible.Events;

/// <summary>What the events so far say about one host; failures are judged apart.</summary>
internal sealed class HostCounts
{
    private long _ok;
    private long _changed;

    public long Skipped { get; set; }

    public long Unreachable { get; set; }

    public long Ignored { get; set; }

    public void AddOk(bool changed)
    {
        _ok++;
        _changed += changed ? 1 : 0;
    }

    public HostSummary ToSummary(long failures, long rescued) => new()
    {
        Ok = _ok,
        Changed = _changed,
        Failures = failures,
        Skipped = Skipped,
        Unreachable = Unreachable,
        Rescued = rescued,
        Ignored = Ignored,
    };
}
