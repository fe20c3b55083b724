namespace Playbooks.Ansible.Events;

/// <summary>Ansible's counters of a host.</summary>
internal enum EventCounter
{
    /// <summary>An unknown counter.</summary>
    None,
    Ok,
    Changed,
    Failures,
    Skipped,
    Unreachable,
    Rescued,
    Ignored,

    /// <summary>The host was processed. It is not a figure of a summary.</summary>
    Processed,
}
