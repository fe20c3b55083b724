using System.Text;
using Playbooks.Ansible;
using Playbooks.Processes;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>No run writes to the repository, and the project's own plugins work as ever.</summary>
public sealed class CleanRepositorySpecs
{
    // A notification callback that says in a file that it was called.
    private static string Listener(string name, string needsEnabled) => $$"""
        import os
        from ansible.plugins.callback import CallbackBase
        class CallbackModule(CallbackBase):
            CALLBACK_VERSION = 2.0
            CALLBACK_TYPE = 'notification'
            CALLBACK_NAME = '{{name}}'
            CALLBACK_NEEDS_ENABLED = {{needsEnabled}}
            def v2_playbook_on_stats(self, stats):
                open(os.path.join(os.environ['RECORD'], '{{name}}'), 'w').close()
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Git_sees_no_change_after_a_run_with_plugins_of_every_kind(AnsibleBackend backend)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - { name: Filter, assert: { that: "'a' | shout == 'A!'" } }
            - { name: Module, shout: , register: said }
            - { name: Lookup, assert: { that: "lookup('shout', 'b') == 'B!'" } }
            - { name: Role, include_role: { name: one } }
            - { name: Fails, fail: { msg: broken }, when: inventory_hostname == 'h2' }
            """);
        repository.Write("ansible.cfg", "[defaults]\ncallback_plugins = hooks\ncallbacks_enabled = enabled\n");
        repository.Write("filter_plugins/shout.py", "class FilterModule:\n    def filters(self):\n        return {'shout': lambda text: text.upper() + '!'}\n");
        repository.Write("lookup_plugins/shout.py", "from ansible.plugins.lookup import LookupBase\nclass LookupModule(LookupBase):\n    def run(self, terms, variables=None, **options):\n        return [term.upper() + '!' for term in terms]\n");
        repository.Write("library/shout.py", "from ansible.module_utils.basic import AnsibleModule\nfrom ansible.module_utils.volume import LOUD\nAnsibleModule({}).exit_json(msg=LOUD)\n");
        repository.Write("module_utils/volume.py", "LOUD = True\n");
        repository.Write("callback_plugins/adjacent.py", Listener("adjacent", "False"));
        repository.Write("hooks/enabled.py", Listener("enabled", "True"));
        repository.Write("hooks/disabled.py", Listener("disabled", "True"));
        repository.Write("roles/one/tasks/main.yml", "- debug: { msg: here }\n");
        repository.Write("group_vars/all.yml", "a: 1\n");
        await GitAsync(repository.Folder, "init", "--quiet");
        await GitAsync(repository.Folder, "add", "--all");
        await GitAsync(repository.Folder, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "all");
        string record = Directory.CreateDirectory(Path.Combine(repository.ArtifactFolder, "record")).FullName;

        ExecutionSummary summary = await repository.Executor(backend).ExecuteAsync(
            new AnsibleRequest { Playbook = "site.yml", Environment = new Dictionary<string, object> { ["RECORD"] = record } }, Token);

        summary.KeyErrors.ShouldBe(["Fails: broken"]);
        (await GitAsync(repository.Folder, "status", "--porcelain", "--ignored")).ShouldBeEmpty();
        Directory.GetFiles(record).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["adjacent", "enabled"]);
    }

    private static async Task<string> GitAsync(string folder, params string[] arguments)
    {
        StringBuilder said = new();
        OutputLines lines = new(line => said.AppendLine(line));
        ProcessResult result = await ChildProcess.RunAsync(new ProcessRequest
        {
            FileName = "git",
            Arguments = arguments,
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["HOME"] = folder, ["GIT_CONFIG_NOSYSTEM"] = "1" },
        }, lines.WriteAsync, lines.WriteAsync, Token);
        lines.Complete();
        result.ExitCode.ShouldBe(0, said.ToString());
        return said.ToString();
    }
}
