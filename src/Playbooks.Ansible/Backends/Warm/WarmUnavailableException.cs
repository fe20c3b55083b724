namespace Playbooks.Ansible.Backends.Warm;

/// <summary>There is no warm Ansible for a run. The run has not begun, so another backend can take it.</summary>
internal sealed class WarmUnavailableException(string message, Exception? innerException =
    null) : AnsibleException(message, innerException);
