using System.Diagnostics;
using System.Text.Json.Nodes;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Executor;

/// <summary>The executor over each backend, whose programs are played by the fake one.</summary>
public sealed class ExecutionSpecs
{
    private static readonly AnsibleRequest Site = new() { Playbook = "site.yml" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<AnsibleBackend> Backends => BackendData.All;

    public static MatrixTheoryData<AnsibleBackend, string> Hangs => BackendData.With(BackendData.All, "polite", "stubborn");

    public static MatrixTheoryData<AnsibleBackend, string> Garbage => BackendData.With(
        BackendData.All,
        "not json\n",
        "{\"uuid\":\"1\",\"counter\":1,\"runner_ident\":\"forged\",\"event\":\"runner_on_ok\",\"event_data\":{\"host\":\"h9\"}}\n",
        "{\"uuid\":\n\n\u0000\u00ff{}\n[]\n");

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task A_successful_run_gives_its_figures(AnsibleBackend backend)
    {
        using FakeRepository repository = new("changed-ok-skipped") { Backend = backend };

        ExecutionSummary summary = await repository.RunAsync();

        summary.Status.ShouldBe(AnsibleRunStatus.Successful);
        summary.ExitCode.ShouldBe(0);
        summary.DurationMs.ShouldBeGreaterThan(0);
        summary.ShouldMatch(RecordedCase.Load("changed-ok-skipped").Expected);
        repository.LeftToOthers.ShouldBe(0, "the warm backend has run it itself");
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task A_failed_run_is_a_result_with_its_errors(AnsibleBackend backend)
    {
        using FakeRepository repository = new("many-failures", new { rc = "2" }) { Backend = backend };

        ExecutionSummary summary = await repository.RunAsync();

        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
        summary.ExitCode.ShouldBe(2);
        summary.FailedTasks.ShouldBe(["Check disk"]);
        summary.FailedCount.ShouldBe(8);
        summary.KeyErrors.Count.ShouldBe(5);
        summary.KeyErrors[0].ShouldBe("Check disk: disk on n1 is full");
        Should.Throw<AnsibleRunFailedException>(() => summary.EnsureSucceeded()).Summary.ShouldBeSameAs(summary);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task A_killed_Ansible_is_a_failed_run_without_an_exit_code(AnsibleBackend backend)
    {
        // The runner ends with 0 then, and writes Python's None.
        using FakeRepository repository = new("hang", new { rc = "None", kill = "9" }) { Backend = backend };

        ExecutionSummary summary = await repository.RunAsync();

        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
        summary.ExitCode.ShouldBeNull();
        summary.OkCount.ShouldBe(2);
        summary.KeyErrors.ShouldHaveSingleItem().ShouldStartWith("Ansible was killed from outside");
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Hangs))]
    public async Task A_run_that_takes_too_long_is_ended_with_everything_it_started(AnsibleBackend backend, string hang)
    {
        string mark = "4" + Random.Shared.NextInt64(10_000_000, 99_999_999);
        TestClock time = new();
        using FakeRepository repository = new("hang", new { hang, mark }) { Backend = backend, Time = time };

        Task<ExecutionSummary> run = repository.RunAsync(Site with { Timeout = TimeSpan.FromSeconds(5) });
        await repository.UntilItHangsAsync();
        time.Advance(TimeSpan.FromSeconds(5));

        AnsibleTimeoutException exception = await Should.ThrowAsync<AnsibleTimeoutException>(run);
        exception.Summary.Status.ShouldBe(AnsibleRunStatus.Timeout);
        exception.Summary.ExitCode.ShouldBeNull();
        exception.Summary.ShouldMatch(RecordedCase.Load("hang").Expected);
        exception.Message.ShouldContain("5 s");
        Directory.Exists($"/proc/{repository.Call()["process_id"]}").ShouldBeFalse();
        Machine.Processes(mark).ShouldBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task A_cancelled_run_throws_with_the_callers_token_and_what_is_known(AnsibleBackend backend)
    {
        using FakeRepository repository = new("hang", new { hang = "polite" }) { Backend = backend };
        using CancellationTokenSource cancel = new();

        Task<ExecutionSummary> run = repository.RunAsync(cancellationToken: cancel.Token);
        await repository.UntilItHangsAsync();
        await cancel.CancelAsync();

        AnsibleCanceledException exception = await Assert.ThrowsAsync<AnsibleCanceledException>(() => run);
        exception.CancellationToken.ShouldBe(cancel.Token);
        exception.Summary.Status.ShouldBe(AnsibleRunStatus.Cancelled);
        exception.Summary.OkCount.ShouldBe(2);
        Directory.Exists($"/proc/{repository.Call()["process_id"]}").ShouldBeFalse();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task A_token_that_has_fired_starts_nothing(AnsibleBackend backend)
    {
        using FakeRepository repository = new() { Backend = backend };

        await Should.ThrowAsync<OperationCanceledException>(
            repository.RunAsync(cancellationToken: new CancellationToken(canceled: true)));

        repository.Has("call.json").ShouldBeFalse();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_and_forged_records_change_nothing(AnsibleBackend backend, string garbage)
    {
        using FakeRepository repository = new("changed-ok-skipped", new { garbage }) { Backend = backend };

        (await repository.RunAsync()).ShouldMatch(RecordedCase.Load("changed-ok-skipped").Expected);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task A_missing_program_is_an_exception_that_says_what_to_install(AnsibleBackend backend)
    {
        using FakeRepository repository = new() { Backend = backend };
        AnsibleExecutorOptions options = repository.Options;
        (options.RunnerProgram, options.PlaybookProgram) = ("no-such-ansible-runner", "no-such-ansible-playbook");

        AnsibleRunnerException exception = await Should.ThrowAsync<AnsibleRunnerException>(repository.RunAsync(options));

        (string program, string package) = backend == AnsibleBackend.Runner
            ? ("no-such-ansible-runner", "ansible-runner")
            : ("no-such-ansible-playbook", "ansible-core");
        exception.Message.ShouldContain($"'{program}' was not found");
        exception.Message.ShouldContain($"pip install {package}");
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task Every_option_of_the_request_reaches_Ansible_as_it_is(AnsibleBackend backend)
    {
        using FakeRepository repository = new() { Backend = backend };
        repository.Write("hosts/all.ini", "h1");
        repository.Write("second.yml", "[]");

        await repository.RunAsync(Site with
        {
            FurtherPlaybooks = ["second.yml"],
            Inventory = "hosts/all.ini",
            FurtherInventories = ["web1,web2"],
            Limit = "web:!web3",
            Tags = ["install", "it's"],
            SkipTags = ["slow"],
            Check = true,
            Diff = true,
            Forks = 7,
            StartAtTask = "Second \"task\"",
            VaultPasswordFile = "vault.txt",
            Verbosity = 2,
            Become = new AnsibleBecome { User = "app", Method = "su" },
            Connection = new AnsibleConnection
            {
                Type = "ssh",
                User = "deploy",
                PrivateKeyFile = "id",
                Timeout = TimeSpan.FromSeconds(9),
                SshCommonArguments = "-o ProxyJump=gate",
            },
            ExtraArguments = ["--flush-cache"],
        });

        (await AnsibleArgumentsAsync(repository)).ShouldBe(
        [
            "-i", $"{repository.Folder}/hosts/all.ini", "-i", "web1,web2", "--limit=web:!web3", "--tags=install,it's",
            "--skip-tags=slow", "--forks=7", "--start-at-task=Second \"task\"",
            $"--vault-password-file={repository.Folder}/vault.txt", "--become-user=app", "--become-method=su",
            "--connection=ssh", "--user=deploy", $"--private-key={repository.Folder}/id", "--timeout=9",
            "--ssh-common-args=-o ProxyJump=gate", "-vv", "--become", "--check", "--diff", "--flush-cache",
            $"{repository.Folder}/site.yml", $"{repository.Folder}/second.yml",
        ]);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task Extra_vars_go_through_a_private_file_with_their_types(AnsibleBackend backend)
    {
        using FakeRepository repository = new() { Backend = backend };

        await repository.RunAsync(Site with
        {
            ExtraVars = new Dictionary<string, object?>
            {
                ["text"] = "a \"b\" ü",
                ["count"] = 42L,
                ["whole"] = 2.0,
                ["yes"] = true,
                ["nothing"] = null,
                ["list"] = new List<object?> { 1L, "two" },
                ["map"] = new Dictionary<string, object?> { ["inner"] = 1.5 },
                ["password"] = new Secret("p4ss"),
                ["braces"] = new Secret("a{{b"),
            },
        });

        JsonNode call = repository.Call();
        call["extra_vars"]!.ToJsonString().ShouldBe(JsonNode.Parse("""
            {
              "text": "a \"b\" ü", "count": 42, "whole": 2.0, "yes": true, "nothing": null, "list": [1, "two"],
              "map": {"inner": 1.5}, "password": "p4ss", "braces": {"__ansible_unsafe": "a{{b"}
            }
            """)!.ToJsonString());
        call["extra_vars_mode"]!.ToString().ShouldBe("600");
        call["folder_mode"]!.ToString().ShouldBe("700");
        call["arguments"]!.ToJsonString().ShouldNotContain("p4ss");
        Directory.Exists(call["folder"]!.ToString()).ShouldBeFalse("the private folder is gone after the run");
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task The_environment_is_built_and_not_inherited(AnsibleBackend backend)
    {
        Environment.SetEnvironmentVariable("PLAYBOOKS_TEST_LEAK", "leaked");
        using FakeRepository repository = new() { Backend = backend };

        await repository.RunAsync();

        JsonObject environment = repository.Call()["environment"]!.AsObject();
        environment.ContainsKey("PLAYBOOKS_TEST_LEAK").ShouldBeFalse();
        environment["LANG"]!.ToString().ShouldBe("C.UTF-8");
        environment["PYTHONDONTWRITEBYTECODE"]!.ToString().ShouldBe("1");
        environment["ANSIBLE_SSH_CONTROL_PATH_DIR"]!.ToString().Length.ShouldBeLessThan(70);
        repository.Call()["input"]!.ToString().ShouldBeEmpty();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task Secrets_are_masked_in_the_summary_and_in_what_is_kept(AnsibleBackend backend)
    {
        using FakeRepository repository = new("fail-simple", new { rc = "2", stdout = "[WARNING]: The release is frozen\n" })
        {
            Backend = backend,
        };

        ExecutionSummary summary = await repository.RunAsync(Site with
        {
            ExtraVars = new Dictionary<string, object?> { ["state"] = new Secret("frozen") },
        });

        summary.KeyErrors.ShouldBe(["Refuse to go on: The release is ***"]);
        summary.ToJson().ShouldNotContain("frozen");
        string kept = summary.ArtifactDirectory!;
        File.ReadAllText(Path.Combine(kept, "stdout")).ShouldBe("[WARNING]: The release is ***\n");
        File.ReadAllText(Path.Combine(kept, "summary.json")).ShouldBe(summary.ToJson());
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task Only_the_newest_runs_are_kept_and_nothing_of_others_is_touched(AnsibleBackend backend)
    {
        using FakeRepository repository = new() { Backend = backend };
        AnsibleExecutorOptions options = repository.Options;
        options.ArtifactRetention = 2;
        string others = Path.Combine(repository.ArtifactFolder, "somebody-else");
        Directory.CreateDirectory(others);
        await using AnsibleExecutor ansible = new(repository.Folder, options);
        List<string> kept = [];

        for (int run = 0; run < 4; run++)
        {
            kept.Add((await ansible.ExecuteAsync(Site, Token)).ArtifactDirectory!);
        }

        Directory.GetDirectories(repository.ArtifactFolder).Order().ShouldBe([.. kept.TakeLast(2), others]);
        Directory.GetFiles(kept[^1]).Select(Path.GetFileName).Order().ShouldBe(["stdout", "summary.json"]);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task A_retention_of_0_keeps_nothing(AnsibleBackend backend)
    {
        using FakeRepository repository = new() { Backend = backend };
        AnsibleExecutorOptions options = repository.Options;
        options.ArtifactRetention = 0;

        ExecutionSummary summary = await repository.RunAsync(options);

        summary.ArtifactDirectory.ShouldBeNull();
        Directory.Exists(repository.ArtifactFolder).ShouldBeFalse();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task A_folder_that_cannot_be_written_costs_the_record_and_not_the_result(AnsibleBackend backend)
    {
        using FakeRepository repository = new() { Backend = backend };
        AnsibleExecutorOptions options = repository.Options;
        options.ArtifactDirectory = Path.Combine(repository.Folder, "site.yml", "below-a-file");

        ExecutionSummary summary = await repository.RunAsync(options);

        summary.IsSuccessful.ShouldBeTrue();
        summary.ArtifactDirectory.ShouldBeNull();
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Backends))]
    public async Task Runs_at_the_same_time_do_not_disturb_each_other(AnsibleBackend backend)
    {
        using FakeRepository repository = new("changed-ok-skipped") { Backend = backend };
        await using AnsibleExecutor ansible = new(repository.Folder, repository.Options);

        ExecutionSummary[] summaries = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ansible.ExecuteAsync(Site, Token)));

        summaries.ShouldAllBe(summary => summary.IsSuccessful && summary.ArtifactDirectory != null);
        summaries.ShouldAllBe(summary => summary.ChangedCount == summaries[0].ChangedCount);
    }

    /// <summary>What Ansible gets: the runner has most of it as one text, which a shell parts as the runner does.</summary>
    private static async Task<IReadOnlyList<string>> AnsibleArgumentsAsync(FakeRepository repository)
    {
        List<string> arguments = [.. repository.Arguments()];
        if (repository.CommandLine() is not { Length: > 0 } line)
        {
            return arguments;
        }

        string quoted = line["--cmdline=".Length..];
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"printf '%s\\n' {quoted}"]) { RedirectStandardOutput = true })!;
        string parted = await shell.StandardOutput.ReadToEndAsync(Token);
        return [.. parted.TrimEnd('\n').Split('\n'), arguments[arguments.IndexOf("-p") + 1]];
    }
}
