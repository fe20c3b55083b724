using System.Text.Json.Nodes;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Executor;

/// <summary>What the executor does with a runner, played by the fake one.</summary>
public sealed class ExecutionSpecs
{
    [Fact(Timeout = Limit)]
    public async Task A_successful_run_gives_its_figures()
    {
        using FakeRepository repository = new("changed-ok-skipped");

        ExecutionSummary summary = await repository.RunAsync();

        summary.Status.ShouldBe(AnsibleRunStatus.Successful);
        summary.ExitCode.ShouldBe(0);
        summary.DurationMs.ShouldBeGreaterThan(0);
        summary.ShouldMatch(RecordedCase.Load("changed-ok-skipped").Expected);
    }

    [Fact(Timeout = Limit)]
    public async Task A_failed_run_is_a_result_with_its_errors()
    {
        using FakeRepository repository = new("many-failures", new { rc = "2" });

        ExecutionSummary summary = await repository.RunAsync();

        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
        summary.ExitCode.ShouldBe(2);
        summary.FailedTasks.ShouldBe(["Check disk"]);
        summary.FailedCount.ShouldBe(8);
        summary.KeyErrors.Count.ShouldBe(5);
        summary.KeyErrors[0].ShouldBe("Check disk: disk on n1 is full");
        Should.Throw<AnsibleRunFailedException>(() => summary.EnsureSucceeded()).Summary.ShouldBeSameAs(summary);
    }

    [Fact(Timeout = Limit)]
    public async Task A_killed_Ansible_is_a_failed_run_though_the_runner_ends_with_0()
    {
        using FakeRepository repository = new("ok-only", new { rc = "None" });

        ExecutionSummary summary = await repository.RunAsync();

        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
        summary.ExitCode.ShouldBeNull();
        summary.KeyErrors.ShouldHaveSingleItem().ShouldStartWith("Ansible was killed from outside");
    }

    [Theory(Timeout = Limit)]
    [InlineData("polite")]
    [InlineData("stubborn")]
    public async Task A_run_that_takes_too_long_is_ended_with_everything_it_started(string manner)
    {
        string mark = "4" + Random.Shared.NextInt64(10_000_000, 99_999_999);
        using FakeRepository repository = new("hang", new { hang = manner, mark });

        AnsibleTimeoutException exception = await Should.ThrowAsync<AnsibleTimeoutException>(
            repository.RunAsync(new AnsibleRequest { Playbook = "site.yml", Timeout = TimeSpan.FromSeconds(5) }));

        exception.Summary.Status.ShouldBe(AnsibleRunStatus.Timeout);
        exception.Summary.ExitCode.ShouldBeNull();
        exception.Summary.ShouldMatch(RecordedCase.Load("hang").Expected);
        exception.Message.ShouldContain("5 s");
        Directory.Exists($"/proc/{repository.Call()["process_id"]}").ShouldBeFalse();
        RunningWith(mark).ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task A_cancelled_run_throws_with_the_callers_token_and_what_is_known()
    {
        using FakeRepository repository = new("hang", new { hang = "polite" });
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

    [Fact(Timeout = Limit)]
    public async Task A_token_that_has_fired_starts_nothing()
    {
        using FakeRepository repository = new();

        await Should.ThrowAsync<OperationCanceledException>(repository.RunAsync(cancellationToken: new CancellationToken(canceled: true)));

        repository.Has("call.json").ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task A_runner_that_crashes_is_an_exception_with_what_it_said()
    {
        using FakeRepository repository = new(null, new { crash = "ModuleNotFoundError: No module named 'pexpect'" });

        AnsibleRunnerException exception = await Should.ThrowAsync<AnsibleRunnerException>(repository.RunAsync());

        exception.Message.ShouldContain("exit code 1");
        exception.Message.ShouldContain("No module named 'pexpect'");
    }

    [Theory(Timeout = Limit)]
    [InlineData("127", "found no program 'ansible-playbook'")]
    [InlineData("many", "'many'")]
    public async Task A_result_that_makes_no_sense_is_an_exception(string rc, string said)
    {
        using FakeRepository repository = new("ok-only", new { rc });

        (await Should.ThrowAsync<AnsibleRunnerException>(repository.RunAsync())).Message.ShouldContain(said);
    }

    [Fact(Timeout = Limit)]
    public async Task A_missing_runner_is_an_exception_that_says_what_to_install()
    {
        using FakeRepository repository = new();
        AnsibleExecutorOptions options = repository.Options;
        options.RunnerProgram = "no-such-ansible-runner";

        AnsibleRunnerException exception = await Should.ThrowAsync<AnsibleRunnerException>(
            new AnsibleExecutor(repository.Folder, options).ExecuteAsync(new AnsibleRequest { Playbook = "site.yml" }, TestContext.Current.CancellationToken));

        exception.Message.ShouldContain("'no-such-ansible-runner' was not found");
        exception.Message.ShouldContain("pip install ansible-runner");
    }

    [Fact(Timeout = Limit)]
    public async Task Every_option_of_the_request_reaches_Ansible_quoted()
    {
        using FakeRepository repository = new();
        repository.Write("hosts/all.ini", "h1");

        await repository.RunAsync(new AnsibleRequest
        {
            Playbook = "site.yml",
            Inventory = "hosts/all.ini",
            Limit = "web:!web3",
            Tags = ["install", "it's"],
            SkipTags = ["slow"],
            Check = true,
            Diff = true,
            Forks = 7,
            StartAtTask = "Second task",
            VaultPasswordFile = "vault.txt",
            ExtraArguments = ["--flush-cache"],
        });

        repository.CommandLine().ShouldBe(
            $"--cmdline='-i' '{repository.Folder}/hosts/all.ini' '--limit=web:!web3' '--tags=install,it'\"'\"'s' '--skip-tags=slow' '--forks=7' "
            + $"'--start-at-task=Second task' '--vault-password-file={repository.Folder}/vault.txt' '--check' '--diff' '--flush-cache'");
    }

    [Fact(Timeout = Limit)]
    public async Task Extra_vars_go_through_a_private_file_with_their_types()
    {
        using FakeRepository repository = new();

        await repository.RunAsync(new AnsibleRequest
        {
            Playbook = "site.yml",
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
            {"text":"a \"b\" ü","count":42,"whole":2.0,"yes":true,"nothing":null,"list":[1,"two"],"map":{"inner":1.5},"password":"p4ss","braces":{"__ansible_unsafe":"a{{b"}}
            """)!.ToJsonString());
        call["extra_vars_mode"]!.ToString().ShouldBe("600");
        call["folder_mode"]!.ToString().ShouldBe("700");
        call["arguments"]!.ToJsonString().ShouldNotContain("p4ss");
        Directory.Exists(call["arguments"]![1]!.ToString()).ShouldBeFalse("the private folder is gone after the run");
    }

    [Fact(Timeout = Limit)]
    public async Task The_environment_is_built_and_not_inherited()
    {
        Environment.SetEnvironmentVariable("PLAYBOOKS_TEST_LEAK", "leaked");
        using FakeRepository repository = new();
        repository.Write("ansible.cfg", "[defaults]\nhost_key_checking = False ; as the project wants it\n");

        await repository.RunAsync();

        JsonObject environment = repository.Call()["environment"]!.AsObject();
        environment.ContainsKey("PLAYBOOKS_TEST_LEAK").ShouldBeFalse();
        environment["LANG"]!.ToString().ShouldBe("C.UTF-8");
        environment["PYTHONDONTWRITEBYTECODE"]!.ToString().ShouldBe("1");
        environment["ANSIBLE_HOST_KEY_CHECKING"]!.ToString().ShouldBe("False");
        environment["ANSIBLE_SSH_CONTROL_PATH_DIR"]!.ToString().Length.ShouldBeLessThan(70);
        repository.Call()["settings"]!["pexpect_timeout"]!.GetValue<int>().ShouldBe(1);
        repository.Call()["settings"]!["job_timeout"]!.GetValue<int>().ShouldBe(630);
        repository.Call()["input"]!.ToString().ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task Secrets_are_masked_in_the_summary_and_in_what_is_kept()
    {
        using FakeRepository repository = new("fail-simple", new { rc = "2", stdout = "fatal: The release is frozen\n" });

        ExecutionSummary summary = await repository.RunAsync(new AnsibleRequest
        {
            Playbook = "site.yml",
            ExtraVars = new Dictionary<string, object?> { ["state"] = new Secret("frozen") },
        });

        summary.KeyErrors.ShouldBe(["Refuse to go on: The release is ***"]);
        File.ReadAllText(Path.Combine(summary.ArtifactDirectory!, "stdout")).ShouldBe("fatal: The release is ***\n");
        File.ReadAllText(Path.Combine(summary.ArtifactDirectory!, "summary.json")).ShouldBe(summary.ToJson());
    }

    [Fact(Timeout = Limit)]
    public async Task Only_the_newest_runs_are_kept_and_nothing_of_others_is_touched()
    {
        using FakeRepository repository = new();
        AnsibleExecutorOptions options = repository.Options;
        options.ArtifactRetention = 2;
        Directory.CreateDirectory(Path.Combine(repository.ArtifactFolder, "somebody-else"));
        AnsibleExecutor ansible = new(repository.Folder, options);
        List<string> kept = [];

        for (int run = 0; run < 4; run++)
        {
            kept.Add((await ansible.ExecuteAsync(new AnsibleRequest { Playbook = "site.yml" }, TestContext.Current.CancellationToken)).ArtifactDirectory!);
        }

        Directory.GetDirectories(repository.ArtifactFolder).Order().ShouldBe([.. kept.TakeLast(2), Path.Combine(repository.ArtifactFolder, "somebody-else")]);
        Directory.GetFiles(kept[^1]).Select(Path.GetFileName).Order().ShouldBe(["stdout", "summary.json"]);
    }

    [Fact(Timeout = Limit)]
    public async Task A_retention_of_0_keeps_nothing()
    {
        using FakeRepository repository = new();
        AnsibleExecutorOptions options = repository.Options;
        options.ArtifactRetention = 0;

        ExecutionSummary summary = await new AnsibleExecutor(repository.Folder, options).ExecuteAsync(new AnsibleRequest { Playbook = "site.yml" }, TestContext.Current.CancellationToken);

        summary.ArtifactDirectory.ShouldBeNull();
        Directory.Exists(repository.ArtifactFolder).ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task A_folder_that_cannot_be_written_costs_the_record_and_not_the_result()
    {
        using FakeRepository repository = new();
        AnsibleExecutorOptions options = repository.Options;
        options.ArtifactDirectory = Path.Combine(repository.Folder, "site.yml", "below-a-file");

        ExecutionSummary summary = await new AnsibleExecutor(repository.Folder, options).ExecuteAsync(new AnsibleRequest { Playbook = "site.yml" }, TestContext.Current.CancellationToken);

        summary.IsSuccessful.ShouldBeTrue();
        summary.ArtifactDirectory.ShouldBeNull();
    }

    [Fact(Timeout = Limit)]
    public async Task Runs_at_the_same_time_do_not_disturb_each_other()
    {
        using FakeRepository repository = new("changed-ok-skipped");
        AnsibleExecutor ansible = repository.Executor();

        ExecutionSummary[] summaries = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ansible.ExecuteAsync(new AnsibleRequest { Playbook = "site.yml" }, TestContext.Current.CancellationToken)));

        summaries.ShouldAllBe(summary => summary.IsSuccessful && summary.ChangedCount == summaries[0].ChangedCount && summary.ArtifactDirectory != null);
    }

    private static IEnumerable<string> RunningWith(string mark)
        => Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _) && File.Exists(Path.Combine(folder, "cmdline")))
            .Where(folder => File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(mark, StringComparison.Ordinal));
}
