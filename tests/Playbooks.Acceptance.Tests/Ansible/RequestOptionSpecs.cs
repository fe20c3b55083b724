using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>Every option of a request does what Ansible's own does, whichever way Ansible is run.</summary>
public sealed class RequestOptionSpecs
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Several_playbooks_run_in_order_and_are_counted_together(AnsibleBackend backend)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("- set_fact: { first: true }");
        repository.WritePlaybook("plays/second.yml", "- { name: Knows the first, assert: { that: first } }");
        repository.WritePlaybook("third.yml", "- { name: Fails, fail: { msg: broken }, when: inventory_hostname == 'h2' }");
        repository.WritePlaybook("fourth.yml", "- { name: Is not reached, debug: { msg: here } }");

        ExecutionSummary summary = await RunAsync(repository, backend, new() { Playbook = "site.yml", FurtherPlaybooks = ["plays/second.yml", "third.yml", "fourth.yml"] });

        summary.ExitCode.ShouldBe(2);
        summary.HostsSummary["h1"].ShouldBe(new HostSummary { Ok = 2, Skipped = 1 });
        summary.HostsSummary["h2"].ShouldBe(new HostSummary { Ok = 2, Failures = 1 });
        summary.KeyErrors.ShouldBe(["Fails: broken"]);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Several_inventories_and_lists_of_hosts_come_together(AnsibleBackend backend)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("- debug: { msg: here }");
        repository.Write("more/hosts.ini", "h3");

        ExecutionSummary summary = await RunAsync(repository, backend, new() { Playbook = "site.yml", FurtherInventories = ["more/hosts.ini", "h4,h5"], Connection = new() { Type = "local" } });

        summary.HostsSummary.Keys.Order(StringComparer.Ordinal).ShouldBe(["h1", "h2", "h3", "h4", "h5"]);
        summary.OkCount.ShouldBe(5);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Limit_tags_and_skipped_tags_choose(AnsibleBackend backend)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - { name: A, fail: { msg: A }, tags: [a] }
            - { name: B, fail: { msg: B }, tags: [b, slow] }
            - { name: C, fail: { msg: C } }
            - { name: D, fail: { msg: D }, tags: [b] }
            """);

        ExecutionSummary summary = await RunAsync(repository, backend, new() { Playbook = "site.yml", Limit = "all:!h1", Tags = ["b", "c"], SkipTags = ["slow"] });

        summary.KeyErrors.ShouldBe(["D: D"]);
        summary.HostsSummary.Keys.ShouldBe(["h2"]);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Check_predicts_and_diff_shows_in_the_kept_text(AnsibleBackend backend)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - name: Would write
              copy: { content: "a new line\n", dest: "{{ target }}" }
            """);
        string target = Path.Combine(repository.ArtifactFolder, "never-written");

        ExecutionSummary summary = await RunAsync(repository, backend, new()
        {
            Playbook = "site.yml",
            Limit = "h1",
            Check = true,
            Diff = true,
            ExtraVars = new Dictionary<string, object?> { ["target"] = target },
        });

        summary.ChangedCount.ShouldBe(1);
        File.Exists(target).ShouldBeFalse();
        File.ReadAllText(Path.Combine(summary.ArtifactDirectory!, "stdout")).ShouldContain("+a new line");
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Forks_verbosity_and_the_task_to_start_at_reach_Ansible(AnsibleBackend backend)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - { name: Left out, fail: { msg: broken } }
            - name: Start 'here'
              assert: { that: ["ansible_forks == 7", "ansible_verbosity == 2", "not ansible_check_mode"] }
            """);

        ExecutionSummary summary = await RunAsync(repository, backend, new() { Playbook = "site.yml", Forks = 7, Verbosity = 2, StartAtTask = "Start 'here'" });

        summary.KeyErrors.ShouldBeEmpty();
        summary.OkCount.ShouldBe(2);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Environment_variables_reach_Ansible_and_secret_ones_are_masked(AnsibleBackend backend)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - { name: Tell, fail: { msg: "{{ lookup('env', 'PLAIN') }} and {{ lookup('env', 'HIDDEN') }}" } }
            """);

        ExecutionSummary summary = await RunAsync(repository, backend, new()
        {
            Playbook = "site.yml",
            Limit = "h1",
            Environment = new Dictionary<string, object> { ["PLAIN"] = "plain = text", ["HIDDEN"] = new Secret("hidden-in-the-environment") },
        });

        summary.KeyErrors.ShouldBe(["Tell: plain = text and ***"]);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_configuration_and_collections_of_the_request_are_used(AnsibleBackend backend)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - { name: Says hello, acme.tools.hello: , register: said }
            - assert: { that: ["said.msg == 'hello from the collection'", "ansible_forks == 9"] }
            """);
        repository.Write("ansible.cfg", "[defaults]\nforks = 3\n");
        repository.Write("other/run.cfg", "[defaults]\nforks = 9\n");
        repository.Write("vendor/ansible_collections/acme/tools/plugins/modules/hello.py", """
            from ansible.module_utils.basic import AnsibleModule
            AnsibleModule({}).exit_json(msg='hello from the collection')
            """);

        ExecutionSummary summary = await RunAsync(repository, backend, new() { Playbook = "site.yml", ConfigFile = "other/run.cfg", CollectionsPath = ["vendor"] });

        summary.KeyErrors.ShouldBeEmpty();
        summary.OkCount.ShouldBe(4);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task Become_goes_through_the_method_with_its_user_and_password(AnsibleBackend backend)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - name: As whom
              command: printenv PRETENDED_USER PRETENDED_PASSWORD
              register: pretended
            - assert: { that: "pretended.stdout_lines == ['nobody', 'become-' ~ 'password']" }
            """);
        string sudo = repository.WriteProgram("bin/pretend", """
            #!/bin/sh
            while [ $# -gt 0 ]; do
              case "$1" in
                -u) export PRETENDED_USER="$2"; shift 2 ;;
                -p) printf %s "$2" >&2; read -r PRETENDED_PASSWORD; export PRETENDED_PASSWORD; shift 2 ;;
                -*) shift ;;
                *) exec "$@" ;;
              esac
            done
            """);

        ExecutionSummary summary = await RunAsync(repository, backend, new()
        {
            Playbook = "site.yml",
            Become = new AnsibleBecome { User = "nobody", Method = "sudo", Password = new Secret("become-password") },

            // Without files that the other user would have to be allowed to read.
            Environment = new Dictionary<string, object> { ["ANSIBLE_BECOME_EXE"] = sudo, ["ANSIBLE_PIPELINING"] = "True" },
        });

        summary.KeyErrors.ShouldBeEmpty();
        summary.OkCount.ShouldBe(4);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_connection_is_made_as_the_request_says(AnsibleBackend backend)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("- { name: Connect, ping: }", inventory: "gate1");
        repository.Write("keys/id", "no key");
        string ssh = repository.WriteProgram("bin/pretended-ssh", """
            #!/bin/sh
            printf '%s\n' "$@" > "$RECORD.arguments"
            exit 255
            """);
        repository.WriteProgram("bin/sshpass", """
            #!/usr/bin/python3
            import os, sys
            if len(sys.argv) > 1:
                open(os.environ['RECORD'] + '.password', 'wb').write(os.read(int(sys.argv[1][2:]), 1000))
                os.execv(sys.argv[2], sys.argv[2:])
            """);
        string record = Path.Combine(repository.ArtifactFolder, "record");

        ExecutionSummary summary = await RunAsync(repository, backend, new()
        {
            Playbook = "site.yml",
            Connection = new AnsibleConnection
            {
                Type = "ssh",
                User = "deploy",
                PrivateKeyFile = "keys/id",
                Password = new Secret("connection-password"),
                Timeout = TimeSpan.FromSeconds(9),
                SshCommonArguments = "-o ProxyJump=jump1",
            },
            Environment = new Dictionary<string, object>
            {
                ["ANSIBLE_SSH_EXECUTABLE"] = ssh,
                ["RECORD"] = record,
                ["PATH"] = $"{Path.GetDirectoryName(ssh)}:{Environment.GetEnvironmentVariable("PATH")}",
            },
        });

        summary.ExitCode.ShouldBe(4);
        summary.UnreachableCount.ShouldBe(1);
        File.ReadAllText(record + ".password").ShouldBe("connection-password\n");
        string[] arguments = File.ReadAllLines(record + ".arguments");
        arguments.ShouldContain("User=\"deploy\"");
        arguments.ShouldContain($"IdentityFile=\"{repository.Folder}/keys/id\"");
        arguments.ShouldContain("ConnectTimeout=9");
        arguments.ShouldContain("ProxyJump=jump1");
    }

    private static Task<ExecutionSummary> RunAsync(TemporaryRepository repository, AnsibleBackend backend, AnsibleRequest request)
        => repository.Executor(backend).ExecuteAsync(request, Token);
}
