namespace Playbooks.Ansible;

/// <summary>The folder with the Ansible playbooks does not exist.</summary>
public sealed class AnsibleRepositoryNotFoundException : AnsibleException
{
    /// <summary>Makes the exception of the folder.</summary>
    public AnsibleRepositoryNotFoundException(string repository, string message)
        : base(message)
        => Repository = repository;

    /// <summary>The folder, as the caller named it.</summary>
    public string Repository { get; }
}
