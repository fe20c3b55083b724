using Playbooks.Ansible.Backends.Warm;

namespace Playbooks.Ansible.Backends;

/// <summary>Chooses the way in which Ansible is run.</summary>
internal static class AnsibleBackends
{
    public static IAnsibleBackend Create(AnsibleExecutorOptions options) => options.Backend switch
    {
        AnsibleBackend.Runner => new RunnerBackend(),
        AnsibleBackend.Direct => new DirectBackend(),
        AnsibleBackend.Warm => new WarmBackend(options, new DirectBackend()),
        _ => throw new NotSupportedException($"There is no backend '{options.Backend}'."),
    };
}
