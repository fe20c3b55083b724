namespace Playbooks.Ansible;

/// <summary>The Ansible playbook of the request is not a file.</summary>
public sealed class AnsiblePlaybookNotFoundException : AnsibleException
{
    /// <summary>Makes the exception of the path and a message that says what the path is instead.</summary>
    public AnsiblePlaybookNotFoundException(string playbook, string message)
        : base(message)
        => Playbook = playbook;

    /// <summary>The path, as the request names it.</summary>
    public string Playbook { get; }
}
