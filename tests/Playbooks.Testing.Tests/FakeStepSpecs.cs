using Playbooks.Ansible;

namespace Playbooks.Testing.Tests;

public sealed class FakeStepSpecs
{
    private const string Ask = """
        name: "Ask"
        steps:
          - id: ask
            type: http.request
            parameters: { url: "http://gateway.invalid/health", headers: { accept: text/plain } }
            retry_count: 2
            retry_delay: 60
        outputs: { status: "{{ step.ask.status }}", state: "{{ step.ask.json.state }}" }
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task A_fake_takes_the_place_of_a_built_in_step_and_answers_in_order()
    {
        FakeStep http = FakeStep.Of("http.request")
            .Fails("503")
            .Gives("""{ "status": 200, "json": { "state": "up" } }""");

        ExecutionReport report = await RunAsync(Ask, http);

        report.ShouldHaveCompleted().ShouldHaveOutput("status", 200).ShouldHaveOutput("state", "up");
        report.Step("ask").ShouldHaveTaken(attempts: 2);
        http.Calls.Select(call => call.Address.ToString()).ShouldBe(["ask", "ask#2"]);
        http.Calls[1].Arguments.GetString("method").ShouldBe("GET");
        http.Calls[1].Arguments.GetMap("headers")["accept"].ShouldBe("text/plain");
        http.Calls[1].IsCheck.ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task The_last_answer_answers_all_further_calls()
    {
        FakeStep http = FakeStep.Of("http.request").Fails("busy");

        ExecutionReport report = await RunAsync(Ask, http);

        report.ShouldHaveFailed("busy");
        http.Calls.Count.ShouldBe(3);
    }

    [Fact(Timeout = Limit)]
    public async Task A_fake_without_answers_completes_and_gives_nothing()
    {
        FakeStep command = FakeStep.Of("utility.command");

        string steps = "- { id: go, type: utility.command, parameters: { program: restart, arguments: [kuma] } }";

        ExecutionReport report = await RunAsync(Some.Playbook(steps), command);

        report.ShouldHaveCompleted();
        report.Step("go").Report.Outputs.ShouldBeEmpty();
        command.Calls.ShouldHaveSingleItem().ToString()
            .ShouldContain("go {\"program\":\"restart\",\"arguments\":[\"kuma\"]");
    }

    [Fact(Timeout = Limit)]
    public async Task A_function_answers_by_the_arguments()
    {
        FakeStep command = FakeStep.Of("utility.command")
            .Answers(context => context.Arguments.GetString("program") == "good"
                ? StepResult.Completed()
                : throw new InvalidOperationException("not this one"));
        string steps = """
            - { id: first, type: utility.command, parameters: { program: good } }
            - { id: second, type: utility.command, parameters: { program: bad } }
            """;

        ExecutionReport report = await RunAsync(Some.Playbook(steps), command);

        report.Step("first").ShouldHaveCompleted();
        report.Step("second").ShouldHaveFailed("not this one");
    }

    [Fact(Timeout = Limit)]
    public async Task Planning_checks_what_the_real_step_type_takes()
    {
        PlaybookInvalidException invalid = await Should.ThrowAsync<PlaybookInvalidException>(
            () => RunAsync(Ask.Replace("headers:", "header:", StringComparison.Ordinal), FakeStep.Of("http.request")));

        invalid.Message.ShouldContain("'header'");
    }

    [Fact(Timeout = Limit)]
    public async Task A_fake_of_a_step_that_starts_processes_is_refused_where_processes_are()
    {
        TestPlaybooks playbooks = new TestPlaybooks { Options = new PlaybookEngineOptions { AllowProcesses = false } }
            .Add("root.yaml", Some.Playbook("- { id: go, type: utility.command, parameters: { program: restart } }"))
            .Use(FakeStep.Of("utility.command"));

        PlanningResult planning = await playbooks.CreateEngine().PlanAsync("root.yaml", Cancellation);

        planning.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("PB2014");
    }

    [Fact(Timeout = Limit)]
    public async Task A_fake_of_ansible_has_its_definition()
    {
        FakeStep ansible = FakeStep.Of(new AnsibleRunStep()).Gives("""{ "changed_count": 2 }""");
        string yaml = Some.Playbook(
            "- { id: deploy, type: ansible.run, parameters: { playbook: site.yml, limit: web } }",
            outputs: "changed: '{{ step.deploy.changed_count }}'");

        ExecutionReport report = await RunAsync(yaml, ansible);

        report.ShouldHaveCompleted().ShouldHaveOutput("changed", 2);
        ansible.Calls.ShouldHaveSingleItem().Arguments.GetString("limit").ShouldBe("web");
    }

    [Fact(Timeout = Limit)]
    public async Task A_call_that_takes_longer_than_its_step_may_times_out_at_once()
    {
        FakeStep command = FakeStep.Of("utility.command").Takes(TimeSpan.FromHours(1));
        string steps = "- { id: go, type: utility.command, timeout: 30, parameters: { program: restart } }";

        ExecutionReport report = await RunAsync(Some.Playbook(steps), command);

        report.ShouldHaveEnded(ExecutionStatus.TimedOut);
        report.Step("go").ShouldHaveTimedOut().ShouldHaveFailed("30 s");
    }

    [Fact]
    public void An_output_that_the_real_step_type_never_gives_is_refused()
    {
        Should.Throw<ArgumentException>(() => FakeStep.Of("http.request").Gives("""{ "code": 200 }"""))
            .Message.ShouldContain("'http.request' has no output 'code', only: status, headers, body, json, tries");
        Should.Throw<ArgumentException>(() => FakeStep.Of("http.request").Gives("[1]"));
        Should.Throw<ArgumentException>(() => FakeStep.Of("http.request").Gives("{"));
        Dictionary<string, object?> strange = new() { ["status"] = new Version(1, 0) };
        Should.Throw<ArgumentException>(() => FakeStep.Of("http.request").Gives(strange))
            .Message.ShouldContain("System.Version");
    }

    [Fact]
    public void A_built_in_type_that_there_is_not_is_refused_with_those_that_there_are()
        => Should.Throw<ArgumentException>(() => FakeStep.Of("http.requst")).Message.ShouldContain("http.request");

    private static Task<ExecutionReport> RunAsync(string yaml, FakeStep fake)
        => new TestPlaybooks().Add("root.yaml", yaml).Use(fake).RunAsync("root.yaml", cancellationToken: Cancellation);
}
