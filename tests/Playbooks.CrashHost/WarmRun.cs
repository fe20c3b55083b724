using Playbooks.Ansible;

namespace Playbooks.CrashHost;

/// <summary>Runs an Ansible playbook through the warm backend, to be killed meanwhile.</summary>
internal static class WarmRun
{
    public static async Task RunAsync(string repository, string mark)
    {
        AnsibleExecutorOptions options = new() { Backend = AnsibleBackend.Warm, ArtifactRetention = 0 };
        options.Environment["ANSIBLE_PLAYBOOKS_TEST_MARK"] = mark;
        await using AnsibleExecutor ansible = new(repository, options);
        AnsibleRequest request = new() { Playbook = "site.yml", ExtraVars = new Dictionary<string, object?> { ["token"] = new Secret(mark + "-secret") } };
        Console.WriteLine((await ansible.ExecuteAsync(request)).Status);
    }
}
