using System.Diagnostics;
using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>Does one case, and looks at what is left: processes by a mark that only this case has, files where they would be.</summary>
internal sealed class NothingLeftRun(NothingLeftCase of, SshHosts hosts)
{
    private const int Hangup = 1;

    private readonly string _mark = "nothing-" + Guid.NewGuid().ToString("N");

    // What cannot be ended from here.
    private readonly string _elsewhere = "elsewhere-" + Guid.NewGuid().ToString("N");
    private readonly string _folder = Directory.CreateTempSubdirectory("playbooks-nothing-").FullName;
    private readonly string _temporary = Directory.CreateTempSubdirectory("playbooks-tmp-").FullName;

    public async Task CheckAsync()
    {
        DateTimeOffset since = TimeProvider.System.GetUtcNow().AddSeconds(-2);
        using TemporaryRepository repository = TemporaryRepository.WithPlaybook(Tasks(), Inventory());
        try
        {
            IReadOnlyList<string> warnings = await EndAsync(repository);

            string runFolder = Path.GetDirectoryName((await File.ReadAllTextAsync(Path.Combine(_folder, "cp"))).Trim())!;
            CancellationToken token = TestContext.Current.CancellationToken;
            if (of.HasItsOwnProcess)
            {
                // Our own process has ended, and nobody says when the supervisor has done its work.
                await Eventually.IsEmptyAsync(() => Left(runFolder, since), "left", token);
            }

            Left(runFolder, since).ShouldBeEmpty();
            if (of.Workload == Workload.Local)
            {
                // ansible-runner itself lets Ansible ignore SIGHUP, whoever starts it.
                int ignored = of.Backend == AnsibleBackend.Runner ? Hangup : 0;
                IgnoredOf(await File.ReadAllTextAsync(Path.Combine(_folder, "signals"), token)).ShouldBe(ignored, "ignored signals");
            }

            await Eventually.IsEmptyAsync(Zombies, "children of ours were not reaped", token);
            Warn(warnings);
        }
        finally
        {
            foreach (string process in Machine.Processes(_elsewhere).Concat(Machine.Processes(_mark)))
            {
                using Process left = Process.GetProcessById(int.Parse(process.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture));
                left.Kill();
            }

            Directory.Delete(_folder, recursive: true);
            Directory.Delete(_temporary, recursive: true);
        }
    }

    private IEnumerable<string> Left(string runFolder, DateTimeOffset since) =>
    [
        .. Machine.Processes(_mark).Select(process => $"a process: {process}"),
        .. Machine.Processes(_mark, "environ")
            .Where(process => !process.Contains(_elsewhere, StringComparison.Ordinal))
            .Select(process => $"a process with our environment: {process}"),
        .. Machine.Processes(runFolder).Select(process => $"a shared connection: {process}"),
        .. (Directory.Exists(runFolder) ? Directory.GetFileSystemEntries(runFolder).Prepend(runFolder) : []).Select(path => $"the run's folder: {path}"),
        .. Directory.GetFileSystemEntries(_temporary).Select(path => $"a temporary file: {path}"),
        .. Machine.FilesHolding(_mark, since, ModuleFolder).Select(path => $"a module's file: {path}"),
    ];

    private void Warn(IReadOnlyList<string> warnings)
    {
        if (of.HasItsOwnProcess)
        {
            return;
        }

        warnings.Any(warning => warning.Contains("may go on there", StringComparison.Ordinal)).ShouldBe(of.IsStopped && of.Workload == Workload.Ssh, string.Join('\n', warnings));
        warnings.Any(warning => warning.Contains("in the background", StringComparison.Ordinal)).ShouldBe(!of.IsStopped && of.Workload == Workload.Local, string.Join('\n', warnings));
    }

    private async Task<IReadOnlyList<string>> EndAsync(TemporaryRepository repository)
    {
        if (of.HasItsOwnProcess)
        {
            await EndHostAsync(repository);
            return [];
        }

        TestClock time = new();
        repository.Options.Backend = of.Backend;
        repository.Options.TimeProvider = time;
        repository.Options.ArtifactRetention = 0;
        await using AnsibleExecutor ansible = repository.Executor();
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task<ExecutionSummary> run = ansible.ExecuteAsync(
            new AnsibleRequest
            {
                Playbook = "site.yml",
                ExtraVars = ExtraVars().ToDictionary(pair => pair.Key, pair => (object?)pair.Value),
                Environment = Variables().ToDictionary(pair => pair.Key, pair => (object)pair.Value),
            },
            cancel.Token);
        if (!of.IsStopped)
        {
            ExecutionSummary ended = await run;
            ended.Status.ShouldBe(of.Ending == Ending.Success ? AnsibleRunStatus.Successful : AnsibleRunStatus.Failed, string.Join('\n', ended.KeyErrors));
            return ended.Warnings;
        }

        await StartedAsync(run);
        switch (of.Ending)
        {
            case Ending.Timeout:
                time.Advance(AnsibleRequest.DefaultTimeout);
                break;
            case Ending.Cancellation:
                await cancel.CancelAsync();
                break;
            default:
                await ansible.DisposeAsync();
                Machine.Processes(_mark).ShouldBeEmpty("the disposal has waited for the run");
                await Assert.ThrowsAsync<ObjectDisposedException>(() => ansible.ExecuteAsync(new AnsibleRequest { Playbook = "site.yml" }));
                break;
        }

        ExecutionSummary summary = of.Ending == Ending.Timeout
            ? (await Assert.ThrowsAsync<AnsibleTimeoutException>(() => run)).Summary
            : (await Assert.ThrowsAsync<AnsibleCanceledException>(() => run)).Summary;
        summary.OkCount.ShouldBeGreaterThan(0, "what was done is known");
        return summary.Warnings;
    }

    private async Task EndHostAsync(TemporaryRepository repository)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Playbooks.CrashHost");
        string[] arguments =
        [
            "ansible", repository.Folder, of.Backend.ToString(), "1",
            .. Variables().Select(variable => $"env.{variable.Key}={variable.Value}"), .. ExtraVars().Select(variable => $"{variable.Key}={variable.Value}"),
        ];
        using Process host = Process.Start(of.IgnoresSignals
            ? ProgramStart.InTheBackground(program, arguments)
            : ProgramStart.OnATerminal(program, arguments))!;
        CancellationToken token = TestContext.Current.CancellationToken;
        if (!of.IsStopped)
        {
            await host.WaitForExitAsync(token);
            host.ExitCode.ShouldBe(0);
            return;
        }

        await StartedAsync(host.WaitForExitAsync(token));
        await Machine.SignalAsync(host.Id, of.Ending == Ending.ClosingOfTheTerminal ? "HUP" : "KILL", token);
        await host.WaitForExitAsync(token);
    }

    // SIGHUP, SIGINT and SIGQUIT, of the line that the kernel shows.
    private static int IgnoredOf(string line) => Convert.ToInt32(line.Trim()[^1..], 16) & 0b111;

    private async Task StartedAsync(Task run)
    {
        string[] awaited = of.Workload == Workload.Local ? ["job", "daemon", "child", "tidy"] : ["job", "terminal", "pipelined"];
        await Eventually.IsAsync(
            () => run.IsCompleted || awaited.All(name => File.Exists(Path.Combine(_folder, name))),
            $"{string.Join(", ", awaited)} have started",
            TestContext.Current.CancellationToken);
        if (run.IsCompleted)
        {
            await run;
            throw new ShouldAssertException("the run ended too early");
        }
    }

    private Dictionary<string, string> Variables() => new() { ["CANARY"] = _mark, ["TMPDIR"] = _temporary };

    private Dictionary<string, string> ExtraVars() => new() { ["mark"] = _mark, ["elsewhere"] = _elsewhere, ["folder"] = _folder };

    private string Inventory()
    {
        string[] names = [.. hosts.All.Keys];
        return of.Workload == Workload.Local
            ? "h1 ansible_connection=local ansible_python_interpreter=/usr/bin/python3"
            : hosts.Inventory(new Dictionary<string, string> { [names[0]] = "terminal=true", [names[1]] = "ansible_pipelining=true" });
    }

    private string Tasks()
    {
        const string Started = "import sys, time; open(sys.argv[1], 'w').close(); time.sleep(300)";

        // As a module does, on a machine that is busy.
        const string Tidies = "import os, signal, sys, tempfile, time; left = tempfile.mkstemp()[1]; signal.signal(signal.SIGINT, lambda *_:(time.sleep(0.5), os.remove(left), os._exit(0))); open(sys.argv[1], 'w').close(); time.sleep(300)";
        string ending = of.Ending == Ending.Failure ? "\n- name: Fail\n  ansible.builtin.fail: { msg: failed }" : "";
        string said = """
            - name: Say where the run keeps its files
              ansible.builtin.copy:
                content: "{{ lookup('env', 'ANSIBLE_SSH_CONTROL_PATH_DIR') }}"
                dest: "{{ folder }}/cp"
              delegate_to: "{{ groups.all[0] }}"
              run_once: true
            """;
        if (of.Workload == Workload.Ssh)
        {
            string both = $"""

                - name: A job there
                  ansible.builtin.command: /usr/bin/python3 -c "{Started}" "{"{{ folder }}"}/job" "{"{{ elsewhere }}"}"
                  async: 300
                  poll: 0
                  run_once: true
                - name: A command, with a terminal or without
                  ansible.builtin.command: /usr/bin/python3 -c "{Started}" "{"{{ folder }}"}/{"{{ 'terminal' if terminal is defined else 'pipelined' }}"}" "{"{{ mark if terminal is defined else elsewhere }}"}"
                """;
            return said + (of.IsStopped ? both : "") + ending;
        }

        string background = $"""

            - name: A job
              ansible.builtin.command: /usr/bin/python3 -c "{Started}" "{"{{ folder }}"}/job" "{"{{ mark }}"}"
              async: 300
              poll: 0
            - name: A daemon
              ansible.builtin.shell: (setsid /usr/bin/python3 -c "{Started}" "{"{{ folder }}"}/daemon" "{"{{ mark }}"}" >/dev/null 2>&1 &)
            - name: Wait for both
              ansible.builtin.shell: until test -e "{"{{ folder }}"}/job" && test -e "{"{{ folder }}"}/daemon"; do sleep 0.05; done; grep SigIgn /proc/self/status > "{"{{ folder }}"}/signals"
            """;
        string child = $"""

            - name: A child in a session of its own, and one that takes its time to remove its file
              ansible.builtin.shell: /usr/bin/python3 -c "{Tidies}" "{"{{ folder }}"}/tidy" "{"{{ mark }}"}" & setsid /usr/bin/python3 -c "{Started}" "{"{{ folder }}"}/child" "{"{{ mark }}"}"; true
            """;
        return said + background + (of.IsStopped ? child : "") + ending;
    }

    private static string ModuleFolder => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ansible", "tmp");

    // Those that stay: one that ends while others are tested is reaped soon.
    private static IEnumerable<string> Zombies()
        => Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).Where(IsZombie);

    private static bool IsZombie(string folder)
    {
        try
        {
            string text = File.ReadAllText(Path.Combine(folder, "stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ') is ["Z", var parent, ..] && parent == $"{Environment.ProcessId}";
        }
        catch (IOException)
        {
            return false;
        }
    }
}
