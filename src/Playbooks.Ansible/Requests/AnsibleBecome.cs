namespace Playbooks.Ansible;

/// <summary>The user as whom the tasks of a run act on the hosts.</summary>
public sealed record AnsibleBecome
{
    /// <summary>The user; null for the inventory's, or root when the inventory names none.</summary>
    public string? User { get; init; }

    /// <summary>The method of becoming this user, such as <c>sudo</c> (Ansible's default) or <c>su</c>; null for the
    /// configured one.</summary>
    public string? Method { get; init; }

    /// <summary>The password that the method asks for; null for none. It reaches Ansible through a private file that is
    /// gone after the run.</summary>
    public Secret? Password { get; init; }
}
