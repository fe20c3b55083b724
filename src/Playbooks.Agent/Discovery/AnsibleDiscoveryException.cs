using Playbooks.Ansible;

namespace Playbooks.Agent.Discovery;

/// <summary>The files of a repository could not be read: Ansible's Python was not found, or it ended early.</summary>
public sealed class AnsibleDiscoveryException : AnsibleException
{
    /// <summary>Creates the exception. The message says what failed, on what, and what to do next.</summary>
    public AnsibleDiscoveryException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
