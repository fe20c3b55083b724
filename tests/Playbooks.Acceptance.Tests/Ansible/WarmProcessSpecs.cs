using System.Diagnostics;
using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>What becomes of the processes of the warm backend, and of its runs when they die.</summary>
public sealed class WarmProcessSpecs
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Disposing_leaves_no_process_and_no_file()
    {
        string folder;
        await using (WarmRepository warm = new("- ansible.builtin.command: echo hi"))
        {
            (await warm.RunAsync(Token)).IsSuccessful.ShouldBeTrue();
            folder = Path.GetDirectoryName(WarmRepository.CommandLine(warm.Server()).Split('\0').First(part => part.EndsWith("playbooks_warm.py", StringComparison.Ordinal)))!;
            Directory.Exists(folder).ShouldBeTrue();
            File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

            await warm.Executor.DisposeAsync();

            warm.Processes().ShouldBeEmpty();
        }

        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task A_process_is_replaced_after_so_many_runs()
    {
        await using WarmRepository warm = new("- ansible.builtin.debug:");
        warm.Options.WarmRunsPerServer = 2;
        List<int> servers = [];
        for (int run = 0; run < 4; run++)
        {
            (await warm.RunAsync(Token)).IsSuccessful.ShouldBeTrue();
            servers.Add(warm.Servers().Max());
        }

        servers.Distinct().Count().ShouldBe(2);
        servers[0].ShouldBe(servers[1]);
        servers[2].ShouldBe(servers[3]);
        await WarmRepository.UntilAsync(() => warm.Servers().Count == 1);
        warm.LeftToOthers.ShouldBe(0);
    }

    [Fact(Timeout = Limit)]
    public async Task A_process_that_nobody_needs_ends()
    {
        TestClock time = new();
        await using WarmRepository warm = new("- ansible.builtin.debug:");
        warm.Options.TimeProvider = time;
        warm.Options.WarmIdleTime = TimeSpan.FromMinutes(5);
        (await warm.RunAsync(Token)).IsSuccessful.ShouldBeTrue();
        warm.Servers().Count.ShouldBe(1);

        time.Advance(TimeSpan.FromMinutes(6));

        await WarmRepository.UntilAsync(() => warm.Processes().Count == 0);
    }

    [Fact(Timeout = Limit)]
    public async Task A_time_limit_ends_every_process_of_a_run_and_keeps_what_is_known()
    {
        string mark = Mark();
        await using WarmRepository warm = new($"""
            - name: Quick
              ansible.builtin.command: echo quick
            - name: A job in the background
              ansible.builtin.command: python3 -c "import time; time.sleep(300)" {mark}
              async: 300
              poll: 0
            - name: A daemon
              ansible.builtin.shell: "(setsid env -i python3 -c 'import time; time.sleep(300)' {mark} >/dev/null 2>&1 &)"
            - name: Too slow
              ansible.builtin.shell: touch {mark}; setsid python3 -c 'import time; time.sleep(300)' {mark}
            """);
        TestClock time = new();
        warm.Options.TimeProvider = time;

        Task<ExecutionSummary> run = warm.RunAsync(Token, new AnsibleRequest { Playbook = "site.yml", Timeout = TimeSpan.FromSeconds(20), Limit = "h1" });
        await Eventually.IsAsync(() => run.IsCompleted || File.Exists(Path.Combine(warm.Files.Folder, mark)), "the last task has begun", Token);
        time.Advance(TimeSpan.FromSeconds(20));
        AnsibleTimeoutException exception = await Should.ThrowAsync<AnsibleTimeoutException>(run);

        exception.Summary.OkCount.ShouldBe(3);
        exception.Summary.ExitCode.ShouldBeNull();
        Machine.Processes(mark).ShouldBeEmpty();
        warm.Processes().ShouldBe(warm.Servers());
    }

    [Fact(Timeout = Limit)]
    public async Task A_run_that_ends_well_leaves_nothing_running()
    {
        string mark = Mark();
        await using WarmRepository warm = new($"""
            - ansible.builtin.command: python3 -c "import time; time.sleep(300)" {mark}
              async: 300
              poll: 0
            - ansible.builtin.shell: "(setsid env -i python3 -c 'import time; time.sleep(300)' {mark} >/dev/null 2>&1 &)"
            """);

        ExecutionSummary summary = await warm.RunAsync(Token);

        summary.IsSuccessful.ShouldBeTrue();
        Machine.Processes(mark).ShouldBeEmpty();
        warm.Processes().ShouldBe(warm.Servers());
    }

    [Fact(Timeout = Limit)]
    public async Task A_process_that_died_while_it_waited_is_replaced()
    {
        await using WarmRepository warm = new("- ansible.builtin.debug:");
        await warm.RunAsync(Token);
        int dead = warm.Server();
        await WarmRepository.KillAsync(dead);
        await WarmRepository.UntilAsync(() => !warm.Processes().Contains(dead));

        ExecutionSummary summary = await warm.RunAsync(Token);

        summary.IsSuccessful.ShouldBeTrue();
        summary.OkCount.ShouldBe(1);
    }

    [Fact(Timeout = Limit)]
    public async Task A_run_goes_on_when_the_process_that_began_it_dies()
    {
        await using WarmRepository warm = new("""
            - ansible.builtin.file: { path: started, state: touch }
            - ansible.builtin.wait_for: { path: "{{ playbook_dir }}/go-on", timeout: 100 }
            - ansible.builtin.command: echo on
            """);
        Task<ExecutionSummary> run = warm.RunAsync(Token);
        await WarmRepository.UntilAsync(() => File.Exists(Path.Combine(warm.Files.Folder, "started")));
        int dead = warm.Server();
        await WarmRepository.KillAsync(dead);
        await WarmRepository.UntilAsync(() => !warm.Servers().Contains(dead));
        warm.Files.Write("go-on", "");

        ExecutionSummary summary = await run;

        summary.ExitCode.ShouldBe(0);
        summary.OkCount.ShouldBe(3);
        warm.LeftToOthers.ShouldBe(0);
        warm.Processes().ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task A_run_that_has_not_begun_when_the_process_dies_goes_another_way()
    {
        await using WarmRepository warm = new("- ansible.builtin.command: echo hi");
        await warm.RunAsync(Token);
        int server = warm.Server();
        await WarmRepository.FreezeAsync(server);
        IReadOnlyList<string> before = WarmRepository.AwaitedKeepers();

        Task<ExecutionSummary> run = warm.RunAsync(Token, new AnsibleRequest { Playbook = "site.yml", Limit = "h1", ExtraVars = new Dictionary<string, object?> { ["a"] = 1 } });
        await WarmRepository.UntilAsync(() => run.IsCompleted || WarmRepository.AwaitedKeepers().Except(before).Any());
        run.IsCompleted.ShouldBeFalse();
        await WarmRepository.KillAsync(server);
        ExecutionSummary summary = await run;

        summary.IsSuccessful.ShouldBeTrue();
        summary.ChangedCount.ShouldBe(1);
        warm.LeftToOthers.ShouldBe(1);
    }

    [Fact(Timeout = Limit)]
    public async Task A_killed_keeper_is_a_run_that_was_killed_and_nothing_of_it_goes_on()
    {
        string mark = Mark();
        await using WarmRepository warm = new($"""
            - ansible.builtin.command: echo quick
            - ansible.builtin.shell: touch started; python3 -c 'import time; time.sleep(300)' {mark}
            """);
        Task<ExecutionSummary> run = warm.RunAsync(Token);
        await WarmRepository.UntilAsync(() => File.Exists(Path.Combine(warm.Files.Folder, "started")));
        await WarmRepository.KillAsync(warm.Keepers(warm.Server()).ShouldHaveSingleItem());

        ExecutionSummary summary = await run;

        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
        summary.ExitCode.ShouldBeNull();
        summary.OkCount.ShouldBe(1);
        Machine.Processes(mark).ShouldBeEmpty();
        warm.LeftToOthers.ShouldBe(0);
    }

    [Fact(Timeout = Limit)]
    public async Task A_cancelled_run_has_not_ended_before_its_keeper_is_gone()
    {
        await using WarmRepository warm = new("""
            - ansible.builtin.shell: touch started-{{ pause }}; sleep {{ pause }}
            """);
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<ExecutionSummary> run = warm.RunAsync(cancel.Token, Pausing(300));
        await WarmRepository.UntilAsync(() => File.Exists(Path.Combine(warm.Files.Folder, "started-300")));
        int server = warm.Server();
        int outer = warm.Keepers(server).ShouldHaveSingleItem();
        int inner = warm.Keepers(outer).ShouldHaveSingleItem();

        // The inner process reports the end of the run. A frozen outer one cannot end after it.
        await WarmRepository.FreezeAsync(outer);
        await cancel.CancelAsync();
        await WarmRepository.UntilAsync(() => WarmRepository.HasExited(inner));

        // By then, the report has long been read.
        (await warm.RunAsync(Token, Pausing(0))).IsSuccessful.ShouldBeTrue();
        run.IsCompleted.ShouldBeFalse();

        await WarmRepository.ThawAsync(outer);
        await Assert.ThrowsAsync<AnsibleCanceledException>(() => run);
        warm.Processes().ShouldBe([server]);

        static AnsibleRequest Pausing(long seconds) => new()
        {
            Playbook = "site.yml",
            Limit = "h1",
            ExtraVars = new Dictionary<string, object?> { ["pause"] = seconds },
        };
    }

    [Fact(Timeout = Limit)]
    public async Task Twenty_runs_at_once_never_mix_though_some_are_cancelled()
    {
        const int Runs = 20;
        await using WarmRepository warm = new("""
            - ansible.builtin.set_stats:
                data: { mine: "{{ mine }}" }
            - ansible.builtin.command: "sleep {{ pause }}"
            - ansible.builtin.command: "echo {{ mine }}"
            """);
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);

        List<Task<ExecutionSummary>> runs = [.. Enumerable.Range(0, Runs).Select(number => warm.RunAsync(
            number % 4 == 0 ? cancel.Token : Token,
            new AnsibleRequest { Playbook = "site.yml", Limit = "h1", ExtraVars = new Dictionary<string, object?> { ["mine"] = $"number {number}", ["pause"] = number % 4 == 0 ? 300 : 0 } }))];
        await Task.WhenAll(runs.Where((_, number) => number % 4 != 0));
        await cancel.CancelAsync();

        for (int number = 0; number < Runs; number++)
        {
            if (number % 4 == 0)
            {
                Task<ExecutionSummary> cancelled = runs[number];
                await Assert.ThrowsAsync<AnsibleCanceledException>(() => cancelled);
            }
            else
            {
                ExecutionSummary summary = await runs[number];
                summary.KeyErrors.ShouldBeEmpty();
                summary.CustomStats["mine"].ShouldBe($"number {number}");
                summary.OkCount.ShouldBe(3);
            }
        }

        warm.LeftToOthers.ShouldBe(0);
        warm.Processes().ShouldBe(warm.Servers());
    }

    [Fact(Timeout = Limit)]
    public async Task Secrets_are_on_no_command_line_in_no_waiting_process_and_in_no_file_that_is_left()
    {
        DateTimeOffset since = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        string[] secrets = [.. Enumerable.Range(0, 3).Select(_ => "canary-" + Guid.NewGuid().ToString("N"))];
        await using WarmRepository warm = new("""
            - ansible.builtin.command: cat
              args: { stdin: "{{ token }}" }
            - ansible.builtin.fail:
                msg: "cannot log in with {{ token }} and {{ lookup('env', 'PASSWORD') }}"
            """);
        AnsibleRequest request = new()
        {
            Playbook = "site.yml",
            ExtraVars = new Dictionary<string, object?> { ["token"] = new Secret(secrets[0]) },
            Environment = new Dictionary<string, object> { ["PASSWORD"] = new Secret(secrets[1]) },
            VaultPassword = new Secret(secrets[2]),
        };

        Task<ExecutionSummary> run = warm.RunAsync(Token, request);
        List<string> seen = [];
        while (!run.IsCompleted)
        {
            seen.AddRange(secrets.SelectMany(secret => Machine.Processes(secret)));
            await Task.WhenAny(run, Task.Delay(50, Token));
        }

        ExecutionSummary summary = await run;
        seen.ShouldBeEmpty();
        summary.KeyErrors.ShouldHaveSingleItem().ShouldContain("cannot log in with *** and ***");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        foreach (string secret in secrets)
        {
            Machine.Processes(secret, "environ").ShouldBeEmpty();
            Machine.FilesHolding(secret, since, Path.GetTempPath(), Path.Combine(home, ".ansible")).ShouldBeEmpty();
        }

        warm.LeftToOthers.ShouldBe(0);
    }

    [Fact(Timeout = Limit)]
    public async Task The_death_of_the_host_ends_the_waiting_process_the_run_and_what_it_had_on_disk()
    {
        DateTimeOffset since = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        string mark = Mark();
        await using WarmRepository warm = new($$$"""
            - ansible.builtin.shell: touch started; setsid python3 -c 'import time; time.sleep(300)' {{{mark}}}
              args: { stdin: "{{ token }}" }
            """);
        using Process host = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Playbooks.CrashHost"), ["warm", warm.Files.Folder, warm.Mark]) { UseShellExecute = false })!;
        await WarmRepository.UntilAsync(() => File.Exists(Path.Combine(warm.Files.Folder, "started")));
        warm.Processes().Count.ShouldBeGreaterThan(3);

        host.Kill(entireProcessTree: false);
        await host.WaitForExitAsync(Token);

        await WarmRepository.UntilAsync(() => warm.Processes().Count == 0 && Machine.Processes(mark).Count == 0);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        await WarmRepository.UntilAsync(() => Machine.FilesHolding(warm.Mark + "-secret", since, Path.GetTempPath(), Path.Combine(home, ".ansible")).Count == 0);
    }

    private static string Mark() => "playbooks-mark-" + Guid.NewGuid().ToString("N");
}
