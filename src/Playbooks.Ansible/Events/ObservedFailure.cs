namespace Playbooks.Ansible.Events;

/// <summary>A failure that counts, or may: whether it was rescued, Ansible's events do not say.</summary>
/// <param name="Order">The how-manieth it is of the run.</param>
/// <param name="Host">The host's place in the <see cref="HostTable"/>.</param>
/// <param name="TaskId">The task's identity within the run.</param>
/// <param name="IsInclude">A missing include file: never rescued in Ansible's figures.</param>
/// <param name="Failure">What a summary says of it.</param>
internal readonly record struct ObservedFailure(long Order, int Host, string TaskId, bool IsInclude, TaskFailure Failure);
