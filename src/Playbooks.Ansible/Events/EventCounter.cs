namespace Playbooks.Ansible.Events;

/// <summary>Ansible's counters of a host.</summary>
internal enum EventCounter
{
    /// <summary>Not a counter that is known here.</summary>
    None,
    Ok,
    Changed,
    Failures,
    Skipped,
    Unreachable,
    Rescued,
    Ignored,

    /// <summary>The host was worked on; no figure of a summary.</summary>
    Processed,
}
