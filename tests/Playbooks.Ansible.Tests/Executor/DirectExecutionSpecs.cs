using System.Text.Json.Nodes;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Executor;

/// <summary>What the direct backend does with an ansible-playbook, played by the fake one.</summary>
public sealed class DirectExecutionSpecs
{
    [Fact(Timeout = Limit)]
    public async Task A_successful_run_gives_its_figures_and_keeps_its_text()
    {
        using FakeRepository repository = Repository("changed-ok-skipped", new { stdout = "a plugin says this\n", stderr = "[WARNING]: mind the step\n" });

        ExecutionSummary summary = await repository.RunAsync();

        summary.Status.ShouldBe(AnsibleRunStatus.Successful);
        summary.ExitCode.ShouldBe(0);
        summary.ShouldMatch(RecordedCase.Load("changed-ok-skipped").Expected);
        summary.Warnings.ShouldBe(["[WARNING]: mind the step"]);
        File.ReadAllLines(Path.Combine(summary.ArtifactDirectory!, "stdout")).Order(StringComparer.Ordinal).ShouldBe(["[WARNING]: mind the step", "a plugin says this"]);
    }

    [Fact(Timeout = Limit)]
    public async Task A_failed_run_is_a_result_with_its_errors()
    {
        using FakeRepository repository = Repository("many-failures", new { rc = "2" });

        ExecutionSummary summary = await repository.RunAsync();

        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
        summary.ExitCode.ShouldBe(2);
        summary.FailedCount.ShouldBe(8);
        summary.KeyErrors[0].ShouldBe("Check disk: disk on n1 is full");
    }

    [Fact(Timeout = Limit)]
    public async Task An_error_before_the_plugin_is_loaded_is_a_failed_run()
    {
        using FakeRepository repository = Repository(null, new { connect = "false", rc = "4", stderr = "ERROR! Syntax Error while loading YAML.\n  found unexpected end of stream\n" });

        ExecutionSummary summary = await repository.RunAsync();

        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
        summary.ExitCode.ShouldBe(4);
        summary.KeyErrors.ShouldHaveSingleItem().ShouldStartWith("Syntax Error while loading YAML.");
    }

    [Theory(Timeout = Limit)]
    [InlineData("0", "false", "")]
    [InlineData("2", "false", "")]
    [InlineData("1", "false", "ERROR! Invalid callback for stdout specified: playbooks_events\n")]
    [InlineData("250", "false", "ERROR! Unexpected Exception\nFile \"playbooks_events.py\", line 17: No module named 'ansible.executor.stats'\n")]
    [InlineData("0", "true", "")]
    [InlineData("4", "true", "")]
    public async Task An_end_without_final_figures_is_an_exception_and_not_a_summary_of_zeros(string rc, string connect, string stderr)
    {
        using FakeRepository repository = Repository("ok-only", new { rc, connect, stderr, statistics = "false" });

        AnsibleRunnerException exception = await Should.ThrowAsync<AnsibleRunnerException>(repository.RunAsync());

        exception.Message.ShouldContain($"exit code {rc}");
        exception.Message.ShouldContain("playbooks_events");
        exception.Message.ShouldContain(stderr.Trim());
    }

    [Fact(Timeout = Limit)]
    public async Task A_run_that_only_looks_needs_no_plugin()
    {
        using FakeRepository repository = Repository(null, new { connect = "false" });

        (await repository.RunAsync(new AnsibleRequest { Playbook = "site.yml", ExtraArguments = ["--syntax-check"] })).IsSuccessful.ShouldBeTrue();
    }

    [Theory(Timeout = Limit)]
    [InlineData("9")]
    [InlineData("15")]
    public async Task A_killed_Ansible_is_a_failed_run_without_an_exit_code(string kill)
    {
        using FakeRepository repository = Repository("hang", new { kill });

        ExecutionSummary summary = await repository.RunAsync();

        summary.Status.ShouldBe(AnsibleRunStatus.Failed);
        summary.ExitCode.ShouldBeNull();
        summary.OkCount.ShouldBe(2);
        summary.KeyErrors.ShouldHaveSingleItem().ShouldStartWith("Ansible was killed from outside");
    }

    [Theory(Timeout = Limit)]
    [InlineData("polite")]
    [InlineData("stubborn")]
    public async Task A_run_that_takes_too_long_is_ended_and_gives_what_is_known(string hang)
    {
        using FakeRepository repository = Repository("hang", new { hang });

        AnsibleTimeoutException exception = await Should.ThrowAsync<AnsibleTimeoutException>(
            repository.RunAsync(new AnsibleRequest { Playbook = "site.yml", Timeout = TimeSpan.FromSeconds(5) }));

        exception.Summary.Status.ShouldBe(AnsibleRunStatus.Timeout);
        exception.Summary.ExitCode.ShouldBeNull();
        exception.Summary.ShouldMatch(RecordedCase.Load("hang").Expected);
        Directory.Exists($"/proc/{repository.Call()["process_id"]}").ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task A_cancelled_run_throws_with_the_callers_token_and_what_is_known()
    {
        using FakeRepository repository = Repository("hang", new { hang = "polite" });
        using CancellationTokenSource cancel = new();

        Task<ExecutionSummary> run = repository.RunAsync(cancellationToken: cancel.Token);
        await repository.UntilItHangsAsync();
        await cancel.CancelAsync();

        AnsibleCanceledException exception = await Assert.ThrowsAsync<AnsibleCanceledException>(() => run);
        exception.CancellationToken.ShouldBe(cancel.Token);
        exception.Summary.OkCount.ShouldBe(2);
    }

    [Theory(Timeout = Limit)]
    [InlineData("not json\n")]
    [InlineData("{\"uuid\":\"1\",\"counter\":1,\"runner_ident\":\"forged\",\"event\":\"runner_on_ok\",\"event_data\":{\"host\":\"h9\"}}\n")]
    [InlineData("{\"uuid\":\n\n\u0000\u00ff{}\n[]\n")]
    public async Task Garbage_and_forged_records_change_nothing(string garbage)
    {
        using FakeRepository repository = Repository("changed-ok-skipped", new { garbage });

        (await repository.RunAsync()).ShouldMatch(RecordedCase.Load("changed-ok-skipped").Expected);
    }

    [Fact(Timeout = Limit)]
    public async Task A_flood_of_text_is_cut_and_what_comes_last_is_still_found()
    {
        using FakeRepository repository = Repository("ok-only", new { flood = "20" });

        ExecutionSummary summary = await repository.RunAsync();

        summary.Warnings.ShouldBe(["[WARNING]: that was much"]);
        FileInfo kept = new(Path.Combine(summary.ArtifactDirectory!, "stdout"));
        kept.Length.ShouldBeInRange(7_000_000, 9_000_000);
        File.ReadLines(kept.FullName).Last().ShouldContain("left out");
    }

    [Fact(Timeout = Limit)]
    public async Task A_missing_program_is_an_exception_that_says_what_to_install()
    {
        using FakeRepository repository = Repository();
        AnsibleExecutorOptions options = repository.Options;
        options.PlaybookProgram = "no-such-ansible-playbook";

        AnsibleRunnerException exception = await Should.ThrowAsync<AnsibleRunnerException>(
            new AnsibleExecutor(repository.Folder, options).ExecuteAsync(new AnsibleRequest { Playbook = "site.yml" }, TestContext.Current.CancellationToken));

        exception.Message.ShouldContain("'no-such-ansible-playbook' was not found");
        exception.Message.ShouldContain("pip install ansible-core");
    }

    [Fact(Timeout = Limit)]
    public async Task A_program_whose_interpreter_is_missing_is_an_exception_that_says_what_to_install()
    {
        using FakeRepository repository = Repository(null, new { connect = "false", rc = "127", stderr = "env: python9: No such file or directory\n" });

        AnsibleRunnerException exception = await Should.ThrowAsync<AnsibleRunnerException>(repository.RunAsync());

        exception.Message.ShouldContain("python9");
        exception.Message.ShouldContain("pip install ansible-core");
    }

    [Fact(Timeout = Limit)]
    public async Task Every_option_of_the_request_reaches_Ansible_as_it_is()
    {
        using FakeRepository repository = Repository();
        repository.Write("hosts/all.ini", "h1");
        repository.Write("second.yml", "[]");

        await repository.RunAsync(new AnsibleRequest
        {
            Playbook = "site.yml",
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
            Connection = new AnsibleConnection { Type = "ssh", User = "deploy", PrivateKeyFile = "id", Timeout = TimeSpan.FromSeconds(9), SshCommonArguments = "-o ProxyJump=gate" },
            ExtraArguments = ["--flush-cache"],
        });

        repository.Call()["arguments"]!.AsArray().Select(argument => argument!.ToString()).ShouldBe(
        [
            "-i", $"{repository.Folder}/hosts/all.ini", "-i", "web1,web2", "--limit=web:!web3", "--tags=install,it's", "--skip-tags=slow", "--forks=7",
            "--start-at-task=Second \"task\"", $"--vault-password-file={repository.Folder}/vault.txt", "--become-user=app", "--become-method=su",
            "--connection=ssh", "--user=deploy", $"--private-key={repository.Folder}/id", "--timeout=9", "--ssh-common-args=-o ProxyJump=gate",
            "-vv", "--become", "--check", "--diff", "--flush-cache", $"{repository.Folder}/site.yml", $"{repository.Folder}/second.yml",
        ]);
    }

    [Fact(Timeout = Limit)]
    public async Task The_plugin_lies_in_the_private_folder_of_the_run_and_goes_with_it()
    {
        using FakeRepository repository = Repository();

        await repository.RunAsync(new AnsibleRequest { Playbook = "site.yml", ExtraVars = new Dictionary<string, object?> { ["a"] = 1L } });

        JsonNode call = repository.Call();
        call["plugin_mode"]!.ToString().ShouldBe("600");
        call["plugin_folder_mode"]!.ToString().ShouldBe("700");
        call["extra_vars"]!["a"]!.GetValue<long>().ShouldBe(1);
        call["input"]!.ToString().ShouldBeEmpty();
        call["environment"]!["ANSIBLE_STDOUT_CALLBACK"]!.ToString().ShouldBe("playbooks_events");
        call["environment"]!["ANSIBLE_HOST_KEY_CHECKING"].ShouldBeNull("only ansible-runner would change it");
        Directory.Exists(Path.GetDirectoryName(call["environment"]!["PLAYBOOKS_EVENTS"]!.ToString())).ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task Secrets_are_masked_in_the_summary_and_in_what_is_kept()
    {
        using FakeRepository repository = Repository("fail-simple", new { rc = "2", stderr = "[WARNING]: The release is frozen\n" });

        ExecutionSummary summary = await repository.RunAsync(new AnsibleRequest
        {
            Playbook = "site.yml",
            ExtraVars = new Dictionary<string, object?> { ["state"] = new Secret("frozen") },
        });

        summary.KeyErrors.ShouldBe(["Refuse to go on: The release is ***"]);
        summary.Warnings.ShouldBe(["[WARNING]: The release is ***"]);
        File.ReadAllText(Path.Combine(summary.ArtifactDirectory!, "stdout")).ShouldBe("[WARNING]: The release is ***\n");
    }

    private static FakeRepository Repository(string? recordedCase = "ok-only", object? scenario = null) => new(recordedCase, scenario) { Backend = AnsibleBackend.Direct };
}
