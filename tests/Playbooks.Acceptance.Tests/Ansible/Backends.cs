using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>The ways to run Ansible that have to give the same results.</summary>
internal static class Backends
{
    public static TheoryData<AnsibleBackend> All =>
    [
        AnsibleBackend.Runner,
        AnsibleBackend.Direct,
        AnsibleBackend.Warm,
    ];
}
