namespace Playbooks.Ansible;

/// <summary>The folder with the Ansible playbooks does not exist.</summary>
public sealed class AnsibleRepositoryNotFoundException : AnsibleException
{
    /// <summary>With the folder.</summary>
    public AnsibleRepositoryNotFoundException(string repository, string message)
        : base(message)
        => Repository = repository;

    /// <summary>The folder, as it was asked for.</summary>
    public string Repository { get; }
}
