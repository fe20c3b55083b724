using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>A warm Ansible does what one that has just been started does: nothing of one run shows in another.</summary>
public sealed class WarmRunSpecs
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task A_changed_module_runs_its_new_code()
    {
        await using WarmRepository warm = new("""
            - name: Greet
              greet:
              register: greeting
            - ansible.builtin.set_stats:
                data: { said: "{{ greeting.said }}" }
            """);
        string module = """
            #!/usr/bin/python3
            from ansible.module_utils.basic import AnsibleModule
            AnsibleModule({}).exit_json(changed=False, said="hello")
            """;
        warm.Files.Write("library/greet.py", module);
        ExecutionSummary first = await warm.RunAsync(Token);
        warm.Files.Write("library/greet.py", module.Replace("hello", "good evening", StringComparison.Ordinal));
        ExecutionSummary second = await warm.RunAsync(Token);

        first.CustomStats["said"].ShouldBe("hello", string.Join('\n', first.KeyErrors));
        second.CustomStats["said"].ShouldBe("good evening");
        warm.LeftToOthers.ShouldBe(0);
    }

    [Fact(Timeout = Limit)]
    public async Task Changed_plugins_and_variables_of_the_project_are_seen_by_the_same_process()
    {
        await using WarmRepository warm = new(WarmRepository.Reporting("shouted", "{{ 'a' | shout }}", "place", "{{ place }}"));
        warm.Files.Write("filter_plugins/shout.py", "class FilterModule:\n    def filters(self):\n        return {'shout': lambda text: text + '!'}\n");
        warm.Files.Write("group_vars/all.yml", "place: here");
        ExecutionSummary first = await warm.RunAsync(Token);
        int server = warm.Server();
        warm.Files.Write("filter_plugins/shout.py", "class FilterModule:\n    def filters(self):\n        return {'shout': lambda text: text + '!!!'}\n");
        warm.Files.Write("group_vars/all.yml", "place: there");
        ExecutionSummary second = await warm.RunAsync(Token);

        (first.CustomStats["shouted"], first.CustomStats["place"]).ShouldBe(("a!", "here"));
        (second.CustomStats["shouted"], second.CustomStats["place"]).ShouldBe(("a!!!", "there"));
        warm.Server().ShouldBe(server);
    }

    [Fact(Timeout = Limit)]
    public async Task A_plugin_of_the_project_wins_over_Ansibles_own_of_the_same_name()
    {
        await using WarmRepository warm = new("""
            - ansible.builtin.command: echo hi
            - copy:
              register: result
            - ansible.builtin.set_stats:
                data: { said: "{{ result.said }}" }
            """);
        warm.Files.Write("action_plugins/copy.py", """
            from ansible.plugins.action import ActionBase
            class ActionModule(ActionBase):
                def run(self, tmp=None, task_vars=None):
                    return {'changed': False, 'said': 'mine'}
            """);

        ExecutionSummary summary = await warm.RunAsync(Token);

        summary.CustomStats.GetValueOrDefault("said").ShouldBe("mine", string.Join('\n', summary.KeyErrors));
        warm.LeftToOthers.ShouldBe(0);
    }

    [Fact(Timeout = Limit)]
    public async Task The_ids_of_tasks_differ_between_runs_and_the_projects_callbacks_work()
    {
        await using WarmRepository warm = new("- ansible.builtin.debug:");
        warm.Files.Write("callback_plugins/ids.py", """
            import os
            from ansible.plugins.callback import CallbackBase
            class CallbackModule(CallbackBase):
                CALLBACK_VERSION = 2.0
                CALLBACK_TYPE = 'notification'
                CALLBACK_NAME = 'ids'
                def v2_playbook_on_task_start(self, task, is_conditional):
                    with open(os.environ['IDS'], 'a') as f:
                        f.write(task._uuid + '\n')
            """);
        string ids = Path.Combine(warm.Files.ArtifactFolder, "ids");
        AnsibleRequest request = new() { Playbook = "site.yml", Environment = new Dictionary<string, object> { ["IDS"] = ids } };

        await warm.RunAsync(Token, request);
        await warm.RunAsync(Token, request);

        (await File.ReadAllLinesAsync(ids, Token)).Distinct().Count().ShouldBe(2);
        warm.Servers().Count.ShouldBe(1);
    }

    [Fact(Timeout = Limit)]
    public async Task Each_run_has_its_own_environment_folders_and_settings_of_the_command_line()
    {
        await using WarmRepository warm = new(WarmRepository.Reporting(
            "who", "{{ lookup('env', 'WHO') }}", "where", "{{ lookup('pipe', 'pwd') }}", "forks", "{{ ansible_forks }}", "verbosity", "{{ ansible_verbosity }}",
            "sockets", "{{ lookup('config', 'control_path_dir', plugin_type='connection', plugin_name='ssh') }}", "local", "{{ lookup('config', 'DEFAULT_LOCAL_TMP') }}"));
        AnsibleRequest request = new() { Playbook = "site.yml", Limit = "h1" };
        warm.Files.Options.Environment["ANSIBLE_DEPRECATION_WARNINGS"] = "False";

        List<ExecutionSummary> runs =
        [
            await warm.RunAsync(Token, request with { Environment = new Dictionary<string, object> { ["WHO"] = "ann" }, Forks = 3, Verbosity = 2 }),
            await warm.RunAsync(Token, request with { Environment = new Dictionary<string, object> { ["WHO"] = new Secret("ben-who-is-secret") } }),
        ];

        runs.ShouldAllBe(run => run.IsSuccessful);
        runs.Select(run => run.CustomStats["who"]?.ToString()).ShouldBe(["ann", "***"]);
        runs.Select(run => run.CustomStats["where"]).ShouldAllBe(where => Equals(where, warm.Files.Folder));
        runs.Select(run => run.CustomStats["forks"]?.ToString()).ShouldBe(["3", "5"]);
        runs.Select(run => run.CustomStats["verbosity"]?.ToString()).ShouldBe(["2", "0"]);
        runs.Select(run => run.CustomStats["sockets"]).Distinct().Count().ShouldBe(2);
        runs.Select(run => run.CustomStats["local"]).Distinct().Count().ShouldBe(2);
        warm.Servers().Count.ShouldBe(1);
    }

    [Fact(Timeout = Limit)]
    public async Task What_Ansible_writes_for_itself_is_there_for_every_run()
    {
        await using WarmRepository warm = new("""
            - ansible.builtin.copy:
                content: "{{ inventory_hostname }}"
                dest: "{{ target }}/{{ inventory_hostname }}"
            - ansible.builtin.fail:
            """);
        AnsibleRequest request = new() { Playbook = "site.yml", ExtraVars = new Dictionary<string, object?> { ["target"] = warm.Files.ArtifactFolder } };

        ExecutionSummary first = await warm.RunAsync(Token, request);
        ExecutionSummary second = await warm.RunAsync(Token, request);

        (first.ExitCode, first.ChangedCount, first.FailedCount).ShouldBe((2, 2, 2), string.Join('\n', first.KeyErrors));
        (second.ExitCode, second.OkCount, second.ChangedCount, second.FailedCount).ShouldBe((2, 2, 0, 2), string.Join('\n', second.KeyErrors));
        warm.LeftToOthers.ShouldBe(0);
    }

    [Fact(Timeout = Limit)]
    public async Task A_changed_configuration_gets_a_new_process()
    {
        await using WarmRepository warm = new(WarmRepository.Reporting("forks", "{{ lookup('config', 'DEFAULT_FORKS') }}", "roles", "{{ lookup('config', 'DEFAULT_ROLES_PATH') | first }}"));
        warm.Options.WarmServers = 1;
        warm.Options.Environment["TEAM"] = "/teams/one";
        List<object?> forks = [];
        List<int> servers = [];
        foreach (string config in (string[])["forks = 7", "forks = 8", "forks = 8\nroles_path = $TEAM/roles"])
        {
            warm.Files.Write("ansible.cfg", $"[defaults]\n{config}\n");
            ExecutionSummary summary = await warm.RunAsync(Token);
            forks.Add(summary.CustomStats["forks"]);
            servers.Add(warm.Servers().Max());
        }

        warm.Options.Environment["TEAM"] = "/teams/two";
        ExecutionSummary other = await warm.RunAsync(Token);
        warm.Options.Environment["ANSIBLE_FORKS"] = "9";
        ExecutionSummary last = await warm.RunAsync(Token);

        forks.Append(last.CustomStats["forks"]).Select(value => value?.ToString()).ShouldBe(["7", "8", "8", "9"]);
        other.CustomStats["roles"].ShouldBe("/teams/two/roles");
        servers.Distinct().Count().ShouldBe(3);
        await WarmRepository.UntilAsync(() => warm.Servers().Count == 1);
        warm.LeftToOthers.ShouldBe(0);
    }

    [Fact(Timeout = Limit)]
    public async Task Warnings_are_shown_in_each_run_again()
    {
        await using WarmRepository warm = new("- ansible.builtin.debug:");
        warm.Files.Write("nobody.yml", "- hosts: nobody\n  tasks: []\n");
        AnsibleRequest request = new() { Playbook = "nobody.yml" };

        ExecutionSummary first = await warm.RunAsync(Token, request);
        ExecutionSummary second = await warm.RunAsync(Token, request);

        first.Warnings.ShouldContain(warning => warning.Contains("Could not match supplied host pattern, ignoring: nobody", StringComparison.Ordinal));
        second.Warnings.ShouldBe(first.Warnings);
        second.NothingRan.ShouldBeTrue();
        warm.LeftToOthers.ShouldBe(0);
    }

    [Fact(Timeout = Limit)]
    public async Task Exit_codes_and_errors_are_Ansibles_own()
    {
        await using WarmRepository warm = new("- ansible.builtin.debug:");
        warm.Files.Write("broken.yml", "- hosts: all\n  tasks: [\n");
        warm.Files.Write("no-role.yml", "- hosts: all\n  roles: [nowhere]\n");
        AnsibleRequest good = new() { Playbook = "site.yml" };

        ExecutionSummary broken = await warm.RunAsync(Token, good with { Playbook = "broken.yml" });
        ExecutionSummary missing = await warm.RunAsync(Token, good with { Playbook = "no-role.yml" });
        ExecutionSummary option = await warm.RunAsync(Token, good with { ExtraArguments = ["-e", "/nowhere"] });
        ExecutionSummary usage = await warm.RunAsync(Token, good with { ExtraArguments = ["--forks", "none"] });
        warm.LeftToOthers.ShouldBe(0);
        ExecutionSummary unknown = await warm.RunAsync(Token, good with { ExtraArguments = ["--no-such-option"] });

        broken.ExitCode.ShouldBe(4);
        broken.KeyErrors.ShouldNotBeEmpty();
        missing.ExitCode.ShouldBe(1);
        missing.KeyErrors[0].ShouldContain("'nowhere' was not found");
        option.ExitCode.ShouldBe(5);
        usage.ExitCode.ShouldBe(2);
        usage.KeyErrors[0].ShouldContain("invalid int value: 'none'");
        unknown.ExitCode.ShouldBe(2);
        warm.LeftToOthers.ShouldBe(1);
    }

    [Fact(Timeout = Limit)]
    public async Task The_repository_stays_as_it_was()
    {
        await using WarmRepository warm = new(WarmRepository.Reporting("shouted", "{{ 'a' | shout }}"));
        warm.Files.Write("filter_plugins/shout.py", "class FilterModule:\n    def filters(self):\n        return {'shout': lambda text: text + '!'}\n");
        IReadOnlyList<string> before = warm.Files.Files();

        (await warm.RunAsync(Token)).IsSuccessful.ShouldBeTrue();

        warm.Files.Files().ShouldBe(before);
    }
}
