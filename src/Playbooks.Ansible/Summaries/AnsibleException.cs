namespace Playbooks.Ansible;

/// <summary>The base of the exceptions that this package throws when an Ansible playbook could not be run to its
/// end.</summary>
public class AnsibleException : PlaybookException
{
    /// <summary>Makes an exception with a message that names the fault, its place and the remedy.</summary>
    public AnsibleException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
