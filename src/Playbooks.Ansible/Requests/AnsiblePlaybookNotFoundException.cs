namespace Playbooks.Ansible;

/// <summary>The Ansible playbook that was asked for is no file.</summary>
public sealed class AnsiblePlaybookNotFoundException : AnsibleException
{
    /// <summary>With the path and what is there instead.</summary>
    public AnsiblePlaybookNotFoundException(string playbook, string message)
        : base(message)
        => Playbook = playbook;

    /// <summary>The path, as it was asked for.</summary>
    public string Playbook { get; }
}
