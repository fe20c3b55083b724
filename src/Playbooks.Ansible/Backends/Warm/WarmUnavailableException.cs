namespace Playbooks.Ansible.Backends.Warm;

/// <summary>There is no warm Ansible for a run of which nothing has begun: another backend can do it.</summary>
internal sealed class WarmUnavailableException(string message, Exception? innerException = null) : AnsibleException(message, innerException);
