using System.Runtime.InteropServices;

namespace Playbooks.Ansible.Events;

/// <summary>A change of one of Ansible's counters, from a record of our callback plugin.</summary>
/// <param name="Host">The bytes of the host's name within the record's line.</param>
/// <param name="Counter">The counter.</param>
/// <param name="Step">The change, negative when Ansible takes something back.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CountedStep(Range Host, EventCounter Counter, long Step);
