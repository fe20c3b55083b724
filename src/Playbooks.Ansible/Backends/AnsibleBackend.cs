namespace Playbooks.Ansible;

/// <summary>A way to run Ansible. All of them give the same figures. They differ in their requirements, costs and kept
/// records.</summary>
public enum AnsibleBackend
{
    /// <summary>Through the program <c>ansible-runner</c>: the default. Keeps Ansible's terminal text.</summary>
    Runner,

    /// <summary>Through <c>ansible-playbook</c> itself and a callback plugin of ours. Needs only ansible-core, and is
    /// faster.</summary>
    Direct,

    /// <summary>
    /// Through an Ansible that is started once, waits, and forks for each run: for many short runs. Runs that might
    /// differ there go through <see cref="Direct"/>.
    /// </summary>
    Warm,
}
