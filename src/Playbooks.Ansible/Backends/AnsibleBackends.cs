namespace Playbooks.Ansible.Backends;

/// <summary>Chooses how Ansible is run.</summary>
internal static class AnsibleBackends
{
    /// <summary>The default: through <c>ansible-runner</c>.</summary>
    public static IAnsibleBackend Default { get; } = new RunnerBackend();
}
