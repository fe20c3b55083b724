using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>The executor over real Ansible.</summary>
public sealed class AnsibleRunSpecs
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_second_run_changes_nothing_and_the_repository_stays_as_it_was(AnsibleBackend backend)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - name: Make a file
              ansible.builtin.copy:
                content: "{{ inventory_hostname }}"
                dest: "{{ target }}/{{ inventory_hostname }}"
            """);
        AnsibleRequest request = new() { Playbook = "site.yml", ExtraVars = new Dictionary<string, object?> { ["target"] = repository.ArtifactFolder } };
        AnsibleExecutor ansible = repository.Executor(backend);

        ExecutionSummary first = await ansible.ExecuteAsync(request, Token);
        ExecutionSummary second = await ansible.ExecuteAsync(request, Token);

        first.KeyErrors.ShouldBeEmpty();
        first.ExitCode.ShouldBe(0);
        first.ChangedCount.ShouldBe(2);
        second.ChangedCount.ShouldBe(0);
        second.OkCount.ShouldBe(2);
        repository.Files().ShouldBe(["inventory", "site.yml"]);
        Directory.GetFiles(second.ArtifactDirectory!).Select(Path.GetFileName).Order().ShouldBe(["stdout", "summary.json"]);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_time_limit_ends_every_process_and_keeps_what_is_known(AnsibleBackend backend)
    {
        string mark = Mark();
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook($"""
            - name: Quick
              ansible.builtin.command: echo quick
            - name: A job in the background
              ansible.builtin.command: python3 -c "import time; time.sleep(300)" {mark}
              async: 300
              poll: 0
            - name: A daemon
              ansible.builtin.shell: "(setsid python3 -c 'import time; time.sleep(300)' {mark} >/dev/null 2>&1 &)"
            - name: Too slow
              ansible.builtin.shell: touch {mark}; setsid python3 -c 'import time; time.sleep(300)' {mark}
            """);
        TestClock time = new();
        repository.Options.TimeProvider = time;

        Task<ExecutionSummary> run = repository.Executor(backend).ExecuteAsync(new AnsibleRequest { Playbook = "site.yml", Timeout = TimeSpan.FromSeconds(20), Limit = "h1" }, Token);
        await Eventually.IsAsync(() => run.IsCompleted || File.Exists(Path.Combine(repository.Folder, mark)), "the last task has begun", Token);
        time.Advance(TimeSpan.FromSeconds(20));
        AnsibleTimeoutException exception = await Should.ThrowAsync<AnsibleTimeoutException>(run);

        exception.Summary.Status.ShouldBe(AnsibleRunStatus.Timeout);
        exception.Summary.ExitCode.ShouldBeNull();
        exception.Summary.OkCount.ShouldBe(3);
        Machine.Processes(mark).ShouldBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_cancelled_run_ends_every_process_and_says_so_with_the_callers_token(AnsibleBackend backend)
    {
        string mark = Mark();
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook($"""
            - name: Too slow
              ansible.builtin.shell: touch {mark}; python3 -c 'import time; time.sleep(300)' {mark}
            """);
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task<ExecutionSummary> run = repository.Executor(backend).ExecuteAsync(new AnsibleRequest { Playbook = "site.yml" }, cancel.Token);
        await Eventually.IsAsync(() => run.IsCompleted || File.Exists(Path.Combine(repository.Folder, mark)), "the task has begun", Token);
        await cancel.CancelAsync();

        AnsibleCanceledException exception = await Assert.ThrowsAsync<AnsibleCanceledException>(() => run);
        exception.CancellationToken.ShouldBe(cancel.Token);
        exception.Summary.Status.ShouldBe(AnsibleRunStatus.Cancelled);
        Machine.Processes(mark).ShouldBeEmpty();
        Machine.Processes(mark, "environ").ShouldBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_secret_is_on_no_command_line_and_in_no_file_that_is_left(AnsibleBackend backend)
    {
        DateTimeOffset since = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        string secret = "canary-" + Guid.NewGuid().ToString("N");
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - name: Use it
              ansible.builtin.command: cat
              args: { stdin: "{{ token }}" }
            - name: Say it
              ansible.builtin.debug:
                msg: "the token is {{ token }}"
            - name: Fail with it
              ansible.builtin.fail:
                msg: "cannot log in with {{ token }}"
            """);
        AnsibleRequest request = new() { Playbook = "site.yml", ExtraVars = new Dictionary<string, object?> { ["token"] = new Secret(secret) } };

        Task<ExecutionSummary> run = repository.Executor(backend).ExecuteAsync(request, Token);
        List<string> seen = [];
        while (!run.IsCompleted)
        {
            seen.AddRange(Machine.Processes(secret));
            await Task.WhenAny(run, Task.Delay(50, Token));
        }

        ExecutionSummary summary = await run;
        seen.ShouldBeEmpty();
        summary.KeyErrors.ShouldBe(["Fail with it: cannot log in with *** (h1, h2)"]);
        summary.ToJson().ShouldNotContain(secret);
        Machine.FilesHolding(secret, since, SecretPlaces).ShouldBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_secret_that_a_killed_module_had_is_in_no_file_that_is_left(AnsibleBackend backend)
    {
        DateTimeOffset since = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        string secret = "canary-" + Guid.NewGuid().ToString("N");
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - name: Too slow
              ansible.builtin.shell: touch started; sleep 300
              args: { stdin: "{{ token }}" }
            """);
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        AnsibleRequest request = new() { Playbook = "site.yml", ExtraVars = new Dictionary<string, object?> { ["token"] = new Secret(secret) } };

        Task<ExecutionSummary> run = repository.Executor(backend).ExecuteAsync(request, cancel.Token);
        await Eventually.IsAsync(() => run.IsCompleted || File.Exists(Path.Combine(repository.Folder, "started")), "the task has begun", Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAsync<AnsibleCanceledException>(() => run);
        Machine.FilesHolding(secret, since, SecretPlaces).ShouldBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_secret_that_looks_like_a_template_arrives_as_it_is(AnsibleBackend backend)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - name: Count
              ansible.builtin.assert:
                that: password | length == 16
            """);
        AnsibleRequest request = new() { Playbook = "site.yml", ExtraVars = new Dictionary<string, object?> { ["password"] = new Secret("p{{ 1 + 1 }}'\"\\%") } };

        ExecutionSummary summary = await repository.Executor(backend).ExecuteAsync(request, Token);

        summary.KeyErrors.ShouldBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task An_Ansible_that_is_killed_from_outside_is_a_failed_run_though_ansible_runner_says_0(AnsibleBackend backend)
    {
        string mark = Mark();
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook($"""
            - name: Quick
              ansible.builtin.command: echo quick
            - name: Kill Ansible
              ansible.builtin.command: python3 killer.py {(backend == AnsibleBackend.Warm ? 2 : 0)} {mark}
            """);

        // The topmost ansible-playbook above itself is the one that the runner waits for; above a warm one are its keeper and its server.
        repository.Write("killer.py", """
            import os, signal, sys, time
            pid, found = os.getpid(), []
            while pid > 1:
                with open('/proc/%d/cmdline' % pid) as f:
                    line = f.read()
                if 'ansible-playbook' in line and 'ansible-runner' not in line:
                    found.append(pid)
                with open('/proc/%d/stat' % pid) as f:
                    pid = int(f.read().rpartition(')')[2].split()[1])
            os.kill(found[-1 - int(sys.argv[1])], signal.SIGKILL)
            time.sleep(300)
            """);

        ExecutionSummary summary = await repository.Executor(backend).ExecuteAsync(new AnsibleRequest { Playbook = "site.yml", Limit = "h1" }, Token);

        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
        summary.ExitCode.ShouldBeNull();
        summary.OkCount.ShouldBe(1);
        summary.KeyErrors.ShouldHaveSingleItem().ShouldContain("killed from outside");
        Machine.Processes(mark).ShouldBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends.All), MemberType = typeof(Backends))]
    public async Task A_list_of_hosts_is_an_inventory_and_every_quoting_survives(AnsibleBackend backend)
    {
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook("""
            - name: It's "quoted" $HOME; `true`
              ansible.builtin.debug:
                msg: here
              tags: [it's]
            """);
        AnsibleRequest request = new()
        {
            Playbook = "site.yml",
            Inventory = "localhost,",
            Tags = ["it's"],
            StartAtTask = "It's \"quoted\" $HOME; `true`",
            ExtraVars = new Dictionary<string, object?> { ["ansible_connection"] = "local" },
        };

        ExecutionSummary summary = await repository.Executor(backend).ExecuteAsync(request, Token);

        summary.KeyErrors.ShouldBeEmpty();
        summary.HostsSummary["localhost"].Ok.ShouldBe(1);
    }

    private static string[] SecretPlaces
    {
        get
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return [Path.GetTempPath(), Path.Combine(home, ".ansible"), Path.Combine(home, ".local", "state")];
        }
    }

    private static string Mark() => "playbooks-mark-" + Guid.NewGuid().ToString("N");
}
