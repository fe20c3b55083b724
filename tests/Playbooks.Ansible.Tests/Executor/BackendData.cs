namespace Playbooks.Ansible.Tests.Executor;

/// <summary>The backends that a spec holds for.</summary>
public static class BackendData
{
    public static TheoryData<AnsibleBackend> All => [.. Enum.GetValues<AnsibleBackend>()];

    /// <summary>Those that run <c>ansible-playbook</c> with our callback plugin in it.</summary>
    public static TheoryData<AnsibleBackend> WithPlugin => [AnsibleBackend.Direct, AnsibleBackend.Warm];

    /// <summary>Each backend with each of some texts.</summary>
    public static MatrixTheoryData<AnsibleBackend, string> With(TheoryData<AnsibleBackend> backends, params string[] texts)
        => new(backends.Select(row => row.Data), texts);
}
