namespace Playbooks.Ansible;

/// <summary>The base of what this package throws when an Ansible playbook could not be run to its end.</summary>
public class AnsibleException : PlaybookException
{
    /// <summary>With a message that says what failed, on what, and what to do next.</summary>
    public AnsibleException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
