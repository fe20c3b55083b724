using System.Runtime.InteropServices;

namespace Playbooks.Ansible.Events;

/// <summary>A counter that Ansible moved, as a record of our callback plugin says it.</summary>
/// <param name="Host">The bytes of the host's name within the record's line.</param>
/// <param name="Counter">The counter.</param>
/// <param name="Step">The distance, negative when Ansible takes something back.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CountedStep(Range Host, EventCounter Counter, long Step);
