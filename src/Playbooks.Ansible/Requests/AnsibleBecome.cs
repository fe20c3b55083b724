namespace Playbooks.Ansible;

/// <summary>As which user the tasks of a run act on the hosts.</summary>
public sealed record AnsibleBecome
{
    /// <summary>The user; null for what the inventory says, and root when it says nothing.</summary>
    public string? User { get; init; }

    /// <summary>The way there, such as <c>sudo</c> (Ansible's default) or <c>su</c>; null for the configured one.</summary>
    public string? Method { get; init; }

    /// <summary>The password that it asks for; null for none. It reaches Ansible through a private file that is gone after the run.</summary>
    public Secret? Password { get; init; }
}
