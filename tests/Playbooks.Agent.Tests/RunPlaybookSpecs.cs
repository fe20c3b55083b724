using System.Text.Json.Nodes;
using Playbooks.Agent.Tests.Support;
using Playbooks.Ansible;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Agent.Tests;

/// <summary>The work type <c>run_playbook</c>, with the fake runner.</summary>
public sealed class RunPlaybookSpecs
{
    [Fact(Timeout = Limit)]
    public async Task A_successful_run_is_completed_with_its_summary()
    {
        using FakeRepository repository = new("changed-ok-skipped");

        WorkResult result = await repository.Agent().DoAsync("run_playbook", ("playbook_path", "site.yml"));

        ExecutionSummary expected = await repository.RunAsync();
        result.Status.ShouldBe(WorkStatus.Completed, result.ErrorMessage);
        result.ExitCode.ShouldBe(0);
        result.ErrorMessage.ShouldBeNull();
        result.DurationMs.ShouldBeGreaterThan(0);
        JsonNode summary = JsonNode.Parse(result.Output!)!;
        summary["status"]!.ToString().ShouldBe("successful");
        ((long)summary["changed_count"]!).ShouldBe(expected.ChangedCount);
        result.ResourcesUsed["changed_count"].ShouldBe(expected.ChangedCount);
        result.ResourcesUsed["hosts"].ShouldBe((long)expected.HostsSummary.Count);
    }

    [Fact(Timeout = Limit)]
    public async Task A_failed_run_is_failed_with_its_key_errors_joined()
    {
        using FakeRepository repository = new("many-failures", new { rc = "2" });

        WorkResult result = await repository.Agent().DoAsync("run_playbook", ("playbook_path", "site.yml"));

        result.Status.ShouldBe(WorkStatus.Failed);
        result.ExitCode.ShouldBe(2);
        JsonArray errors = JsonNode.Parse(result.Output!)!["key_errors"]!.AsArray();
        errors.Count.ShouldBe(5);
        result.ErrorMessage.ShouldBe(string.Join("; ", errors.Select(error => error!.ToString())));
    }

    [Theory(Timeout = Limit)]
    [InlineData("missing.yml")]
    [InlineData("plays/missing.yml")]
    public async Task A_missing_playbook_fails_in_the_words_of_the_specification(string path)
    {
        using FakeRepository repository = new();

        WorkResult result = await repository.Agent().DoAsync("run_playbook", ("playbook_path", path));

        result.Status.ShouldBe(WorkStatus.Failed);
        result.ErrorMessage.ShouldBe($"Playbook not found: {path}");
        result.Output.ShouldBeNull();
    }

    [Fact(Timeout = Limit)]
    public async Task A_run_that_takes_too_long_fails_in_the_words_of_the_specification()
    {
        using FakeRepository repository = new("hang", new { hang = "polite" });

        WorkResult result = await repository.Agent().DoAsync("run_playbook", ("playbook_path", "site.yml"), ("timeout_seconds", 5L));

        result.Status.ShouldBe(WorkStatus.Failed);
        result.ErrorMessage.ShouldBe("Playbook execution timed out");
        result.ExitCode.ShouldBeNull();
        JsonNode.Parse(result.Output!)!["status"]!.ToString().ShouldBe("timeout");
    }

    [Fact(Timeout = Limit)]
    public async Task A_cancelled_run_is_cancelled_with_what_is_known()
    {
        using FakeRepository repository = new("hang", new { hang = "polite" });
        using CancellationTokenSource cancel = new();

        Task<WorkResult> work = repository.Agent().ExecuteAsync(Work.Request("run_playbook", ("playbook_path", "site.yml")), cancel.Token);
        await repository.UntilItHangsAsync();
        await cancel.CancelAsync();
        WorkResult result = await work;

        result.Status.ShouldBe(WorkStatus.Cancelled);
        result.ErrorMessage.ShouldBe("Playbook execution was cancelled");
        ((long)JsonNode.Parse(result.Output!)!["ok_count"]!).ShouldBe(2);
        Directory.Exists($"/proc/{repository.Call()["process_id"]}").ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task A_crashing_runner_is_a_failed_result_that_says_what_it_said()
    {
        using FakeRepository repository = new(null, new { crash = "No module named 'pexpect'" });

        (await repository.Agent().DoAsync("run_playbook", ("playbook_path", "site.yml"))).ErrorMessage.ShouldNotBeNull().ShouldContain("No module named 'pexpect'");
    }

    [Fact(Timeout = Limit)]
    public async Task Every_parameter_reaches_Ansible()
    {
        using FakeRepository repository = new();
        repository.Write("hosts/staging", "h1");

        WorkResult result = await repository.Agent().DoAsync(
            "run_playbook",
            ("playbook_path", "site.yml"), ("extravars", Work.Map(("version", "1.2"), ("count", 4L))), ("inventory", "hosts/staging"), ("limit", "web"),
            ("tags", new List<object?> { "a", "b" }), ("skip_tags", "c"), ("check", true), ("diff", true), ("forks", 3L), ("timeout_seconds", 30.5));

        result.IsCompleted.ShouldBeTrue(result.ErrorMessage);
        repository.CommandLine().ShouldContain($"'-i' '{repository.Folder}/hosts/staging'");
        repository.CommandLine().ShouldEndWith("'--limit=web' '--tags=a,b' '--skip-tags=c' '--forks=3' '--check' '--diff'");
        repository.Call()["extra_vars"]!.ToJsonString().ShouldBe("""{"version":"1.2","count":4}""");
    }

    [Fact(Timeout = Limit)]
    public async Task A_run_that_names_no_time_limit_has_600_seconds()
    {
        using FakeRepository repository = new();

        await repository.Agent().DoAsync("run_playbook", ("playbook_path", "site.yml"));

        // The runner's own limit is 30 seconds more.
        ((int)repository.Call()["settings"]!["job_timeout"]!).ShouldBe(630);
    }

    [Fact(Timeout = Limit)]
    public async Task A_failed_run_is_analyzed_when_that_is_asked_for()
    {
        using FakeRepository repository = new("fail-simple", new { rc = "2" });
        repository.Write("lint.json", """[{"check_name":"no-changed-when","severity":"critical","description":"Commands should not change things.","location":{"path":"site.yml","lines":{"begin":3}}}]""");

        WorkResult result = await repository.Agent(analyzer: repository.Analyzer()).DoAsync("run_playbook", ("playbook_path", "site.yml"), ("analyze_on_failure", true));

        result.ErrorMessage.ShouldBe("Refuse to go on: The release is frozen");
        JsonNode output = JsonNode.Parse(result.Output!)!;
        output["status"]!.ToString().ShouldBe("failed");
        output["analysis"]!["idempotency"]![0]!["rule"]!.ToString().ShouldBe("no-changed-when");
    }

    [Fact(Timeout = Limit)]
    public async Task An_analysis_that_fails_does_not_hide_the_runs_own_failure()
    {
        using FakeRepository repository = new("fail-simple", new { rc = "2" });

        WorkResult result = await repository.Agent(analyzer: repository.Analyzer(options => options.LintProgram = "no-such-lint"))
            .DoAsync("run_playbook", ("playbook_path", "site.yml"), ("analyze_on_failure", true));

        result.ErrorMessage.ShouldBe("Refuse to go on: The release is frozen");
        JsonNode.Parse(result.Output!)!["analysis"]!["error"]!.ToString().ShouldContain("'no-such-lint' was not found");
    }

    [Fact(Timeout = Limit)]
    public async Task An_analysis_without_an_analyzer_is_refused_before_the_run()
    {
        using FakeRepository repository = new();

        (await repository.Agent().DoAsync("run_playbook", ("playbook_path", "site.yml"), ("analyze_on_failure", true))).ErrorMessage.ShouldNotBeNull().ShouldContain("has no analyzer");
        repository.Has("call.json").ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task A_secret_extra_var_reaches_Ansible_and_no_result()
    {
        using FakeRepository repository = new("fail-simple", new { rc = "2" });

        // The recorded run fails with these words.
        WorkResult result = await repository.Agent().DoAsync("run_playbook", ("playbook_path", "site.yml"), ("extravars", Work.Map(("word", new Secret("frozen")))));

        result.ErrorMessage.ShouldBe("Refuse to go on: The release is ***");
        result.ToJson().ShouldNotContain("frozen");
        repository.Call()["extra_vars"]!["word"]!.ToString().ShouldBe("frozen");
    }
}
