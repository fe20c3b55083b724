namespace Playbooks.Ansible.Events;

/// <summary>A failure that counts unless it was rescued, which Ansible's events do not say.</summary>
/// <param name="Order">The failure's number within the run.</param>
/// <param name="Host">The host's index in the <see cref="HostTable"/>.</param>
/// <param name="TaskId">The task's identity within the run.</param>
/// <param name="IsInclude">True for a missing include file, which is never rescued in Ansible's figures.</param>
/// <param name="Failure">The failure as a summary reports it.</param>
internal readonly record struct ObservedFailure(
    long Order, int Host, string TaskId, bool IsInclude, TaskFailure Failure);
