using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Playbooks.Ansible.TestSupport;

namespace Playbooks.Ansible.Tests.Steps;

/// <summary>The step type <c>ansible.run</c> in a playbook, with the fake runner.</summary>
public sealed class AnsibleRunStepSpecs
{
    [Fact(Timeout = Limit)]
    public async Task A_successful_run_gives_its_figures_to_later_steps()
    {
        using FakeRepository repository = new("changed-ok-skipped");

        ExecutionReport report = await RunAsync(repository, """
            parameters: { playbook: site.yml, limit: web, tags: [a, b], check: true, forks: 3, extra_vars: { count: 4, name: "x" } }
            outputs:
              changed: "{{ step.deploy.changed_count }}"
              ok: "{{ step.deploy.hosts.h1.ok }}"
            """);

        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        ExecutionSummary expected = await repository.RunAsync();
        report.Outputs["changed"].ShouldBe(expected.ChangedCount);
        report.Outputs["ok"].ShouldBe(expected.HostsSummary["h1"].Ok);
    }

    [Fact(Timeout = Limit)]
    public async Task Its_parameters_reach_Ansible()
    {
        using FakeRepository repository = new();

        ExecutionReport report = await RunAsync(repository, """
            parameters: { playbook: site.yml, limit: web, tags: [a, b], skip_tags: [c], check: true, diff: true, forks: 3, start_at_task: "T 1", extra_vars: { count: 4, name: "x" } }
            """);

        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        repository.CommandLine().ShouldEndWith("'--limit=web' '--tags=a,b' '--skip-tags=c' '--forks=3' '--start-at-task=T 1' '--check' '--diff'");
        repository.Call()["extra_vars"]!.ToJsonString().ShouldBe("""{"count":4,"name":"x"}""");
    }

    [Fact(Timeout = Limit)]
    public async Task A_failed_run_fails_the_step_with_the_first_key_error_and_keeps_its_outputs()
    {
        using FakeRepository repository = new("fail-simple", new { rc = "2" });

        ExecutionReport report = await RunAsync(repository, "parameters: { playbook: site.yml }");

        report.Status.ShouldBe(ExecutionStatus.Failed);
        report.Steps[0].Error.ShouldBe("Refuse to go on: The release is frozen");
        report.Steps[0].Outputs["failed_count"].ShouldBe(1L);
    }

    [Fact(Timeout = Limit)]
    public async Task The_steps_own_time_limit_ends_the_run()
    {
        using FakeRepository repository = new("hang", new { hang = "polite" });

        ExecutionReport report = await RunAsync(repository, "parameters: { playbook: site.yml }\ntimeout: 5");

        report.Status.ShouldBe(ExecutionStatus.TimedOut);
        report.Steps[0].TimedOut.ShouldBeTrue();
        Directory.Exists($"/proc/{repository.Call()["process_id"]}").ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task A_run_that_matched_no_host_completes_the_step_and_warns()
    {
        using FakeRepository repository = new("no-hosts-matched");
        CollectingLogger<PlaybookEngine> log = new();

        ExecutionReport report = await RunAsync(repository, "parameters: { playbook: site.yml, limit: web }", log);

        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        log.Entries.ShouldContain(entry => entry.Level == LogLevel.Warning && entry.Message.Contains("The Ansible playbook 'site.yml' did nothing on any host", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task A_planned_step_is_previewed_unless_values_of_the_run_decide()
    {
        using FakeRepository repository = new(null, new { connect = "false", stdout = "\nplaybook: site.yml\n\n  play #1 (web): Deploy\tTAGS: []\n    hosts (1):\n      web1\n    tasks:\n      Copy\tTAGS: []\n" });
        PlaybookEngine engine = Engine(repository, """
            parameters: { playbook: site.yml, limit: web }
            """);
        PlaybookPlan planned = (await engine.PlanAsync("play.yaml", TestContext.Current.CancellationToken)).EnsurePlanned();
        await using AnsibleRunStep type = new(repository.Options, repository.Folder);

        AnsibleStepPreview preview = (await type.PreviewAsync(planned, repository.Folder, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        AnsiblePlay play = preview.Plays.ShouldNotBeNull().ShouldHaveSingleItem();

        repository.Arguments().ShouldContain("--list-hosts");
        repository.Arguments().ShouldContain("--list-tasks");
        repository.Arguments().ShouldContain("--limit=web");
        play.Hosts.ShouldBe(["web1"]);
        play.Tasks.ShouldHaveSingleItem().Name.ShouldBe("Copy");
        PlaybookPlan open = (await Engine(repository, "parameters: { playbook: site.yml, limit: \"{{ execution.id }}\" }").PlanAsync("play.yaml", TestContext.Current.CancellationToken)).EnsurePlanned();
        (await type.PreviewAsync(open, repository.Folder, TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Plays.ShouldBeNull();
    }

    [Fact(Timeout = Limit)]
    public async Task A_missing_Ansible_playbook_fails_the_step_with_the_reason()
    {
        using FakeRepository repository = new();

        ExecutionReport report = await RunAsync(repository, "parameters: { playbook: sight.yml }");

        report.Steps[0].Error.ShouldNotBeNull().ShouldContain("Playbook not found: sight.yml");
    }

    [Fact(Timeout = Limit)]
    public async Task The_trace_of_the_step_reaches_Ansible()
    {
        using FakeRepository repository = new();
        Activity? step = null;
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "Playbooks",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using Activity caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();
        listener.ActivityStopped = stopped => step = stopped.TraceId == caller.TraceId && stopped.OperationName == "step ansible.run" ? stopped : step;

        ExecutionReport report = await RunAsync(repository, "parameters: { playbook: site.yml }");

        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        repository.Call()["environment"]!["TRACEPARENT"]!.ToString().ShouldBe($"00-{caller.TraceId}-{step.ShouldNotBeNull().SpanId}-01");
    }

    [Fact]
    public void The_definition_says_that_it_changes_the_world_and_may_take_600_seconds()
    {
        StepDefinition definition = new AnsibleRunStep().Definition;

        definition.Type.ShouldBe("ansible.run");
        definition.Effect.ShouldBe(StepEffect.Mutating);
        definition.Timeout.ShouldBe(TimeSpan.FromSeconds(600));
        definition.Parameters.Where(parameter => parameter.Required).Select(parameter => parameter.Name).ShouldBe(["playbook"]);
    }

    private static Task<ExecutionReport> RunAsync(FakeRepository repository, string step, ILogger<PlaybookEngine>? log = null)
        => Engine(repository, step, log).RunAsync("play.yaml", cancellationToken: TestContext.Current.CancellationToken);

    // The step's lines first, then what stands at the top level, such as outputs.
    private static PlaybookEngine Engine(FakeRepository repository, string step, ILogger<PlaybookEngine>? log = null)
    {
        string[] lines = step.Split('\n');
        int top = Array.FindIndex(lines, line => line.StartsWith("outputs:", StringComparison.Ordinal));
        IEnumerable<string> inner = (top < 0 ? lines : lines.Take(top)).Select(line => "    " + line);
        repository.Write("library/play.yaml", $"""
            name: Play
            version: "1.0"
            steps:
              - id: deploy
                name: Deploy
                type: ansible.run
            {string.Join('\n', inner)}
            {(top < 0 ? "" : string.Join('\n', lines.Skip(top)))}
            """);

        PlaybookEngineOptions options = new() { Steps = [new AnsibleRunStep(repository.Options, repository.Folder)], Logger = log! };
        return new PlaybookEngine(new PlaybookLibrary(Path.Combine(repository.Folder, "library")), options);
    }
}
