using System.Text.Json.Nodes;
using Playbooks.Agent.Tests.Support;

namespace Playbooks.Agent.Tests;

/// <summary>The work type <c>run_composed</c>: a playbook of ours.</summary>
public sealed class RunComposedSpecs
{
    private const string Greeting = """
        name: Greet
        version: "1.0"
        parameters:
          - { name: who, type: string, required: true }
        steps:
          - { id: say, name: Say it, type: utility.log, parameters: { message: "Hello {{ parameter.who }}" } }
        outputs: { greeted: "{{ parameter.who }}" }
        """;

    private static InfrastructureAgent Agent(TemporaryLibrary library, WorkBounds? bounds = null) => new([new RunComposedHandler(library.Engine(), bounds)]);

    [Fact(Timeout = Limit)]
    public async Task A_verified_playbook_runs_and_gives_its_report()
    {
        using TemporaryLibrary library = new();
        library.Write("greet.yaml", Greeting);
        await library.VerifyAsync("greet.yaml");

        WorkResult result = await Agent(library).DoAsync("run_composed", ("playbook", "greet.yaml"), ("parameters", Work.Map(("who", "you"))));

        result.Status.ShouldBe(WorkStatus.Completed, result.ErrorMessage);
        result.ExitCode.ShouldBe(0);
        JsonNode report = JsonNode.Parse(result.Output!)!;
        report["status"]!.ToString().ShouldBe("completed");
        report["outputs"]!["greeted"]!.ToString().ShouldBe("you");
        result.ResourcesUsed["steps"].ShouldBe(1L);
    }

    [Fact(Timeout = Limit)]
    public async Task One_that_nobody_verified_is_refused_unless_that_is_allowed()
    {
        using TemporaryLibrary library = new();
        library.Write("greet.yaml", Greeting);
        (string, object?)[] parameters = [("playbook", "greet.yaml"), ("parameters", Work.Map(("who", "you")))];

        (await Agent(library).DoAsync("run_composed", parameters)).ErrorMessage.ShouldNotBeNull().ShouldStartWith("Playbook 'greet.yaml' must be verified before a work request can run it");
        (await Agent(library, new WorkBounds { AllowUnverifiedPlaybooks = true }).DoAsync("run_composed", parameters)).IsCompleted.ShouldBeTrue();

        await library.VerifyAsync("greet.yaml");
        library.Write("greet.yaml", Greeting + "\n# edited since\n");
        (await Agent(library).DoAsync("run_composed", parameters)).ErrorMessage.ShouldNotBeNull().ShouldContain("must be verified");
    }

    [Fact(Timeout = Limit)]
    public async Task What_cannot_be_planned_fails_with_its_diagnostics()
    {
        using TemporaryLibrary library = new();
        library.Write("bad.yaml", Greeting.Replace("utility.log", "utility.lock", StringComparison.Ordinal));

        (await Agent(library).DoAsync("run_composed", ("playbook", "bad.yaml"))).ErrorMessage.ShouldNotBeNull().ShouldContain("utility.lock");
        (await Agent(library).DoAsync("run_composed", ("playbook", "none.yaml"))).ErrorMessage.ShouldNotBeNull().ShouldContain("'none.yaml' does not exist");
        (await Agent(library).DoAsync("run_composed", ("playbook", "../x.yaml"))).ErrorMessage.ShouldNotBeNull().ShouldContain("'../x.yaml'");
    }

    [Fact(Timeout = Limit)]
    public async Task Parameters_that_do_not_fit_fail_and_nothing_runs()
    {
        using TemporaryLibrary library = new();
        library.Write("greet.yaml", Greeting);
        await library.VerifyAsync("greet.yaml");

        WorkResult result = await Agent(library).DoAsync("run_composed", ("playbook", "greet.yaml"));

        result.Status.ShouldBe(WorkStatus.Failed);
        result.ErrorMessage.ShouldNotBeNull().ShouldContain("who");
        result.Output.ShouldBeNull();
    }

    [Fact(Timeout = Limit)]
    public async Task A_failed_step_fails_the_work_with_its_error()
    {
        using TemporaryLibrary library = new();
        library.Write("fail.yaml", """
            name: Fail
            steps:
              - { id: stop, type: utility.fail, parameters: { message: "the disk is full" } }
            """);
        await library.VerifyAsync("fail.yaml");

        WorkResult result = await Agent(library).DoAsync("run_composed", ("playbook", "fail.yaml"));

        result.Status.ShouldBe(WorkStatus.Failed);
        result.ExitCode.ShouldBe(1);
        result.ErrorMessage.ShouldNotBeNull().ShouldContain("the disk is full");
        JsonNode.Parse(result.Output!)!["status"]!.ToString().ShouldBe("failed");
    }

    [Theory(Timeout = Limit)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_time_limit_fails_it_and_the_caller_cancels_it(bool isTimeOver)
    {
        TestClock time = new();
        using TemporaryLibrary library = new(time);
        library.Write("wait.yaml", """
            name: Wait
            steps:
              - { id: wait, type: utility.sleep, timeout: 300, parameters: { seconds: 200 } }
            """);
        await library.VerifyAsync("wait.yaml");
        using CancellationTokenSource cancel = new();
        WorkRequest request = Work.Request("run_composed", ("playbook", "wait.yaml"), ("timeout_seconds", 20));
        InfrastructureAgent agent = new([new RunComposedHandler(library.Engine())], new InfrastructureAgentOptions { TimeProvider = time });

        Task<WorkResult> work = agent.ExecuteAsync(request, cancel.Token);
        await time.TimerAsync(TimeSpan.FromSeconds(200));
        if (isTimeOver)
        {
            time.Advance(TimeSpan.FromSeconds(20));
        }
        else
        {
            await cancel.CancelAsync();
        }

        WorkResult result = await work;
        result.Status.ShouldBe(isTimeOver ? WorkStatus.Failed : WorkStatus.Cancelled);
        result.ExitCode.ShouldBeNull();
        result.ErrorMessage.ShouldNotBeNullOrWhiteSpace();
        (result.ErrorMessage == "Playbook execution timed out").ShouldBe(isTimeOver);
    }

    [Fact(Timeout = Limit)]
    public async Task A_check_changes_nothing()
    {
        using TemporaryLibrary library = new();
        string file = Path.Combine(library.OutsideDirectory, "made");
        library.Write("make.yaml", $$"""
            name: Make
            steps:
              - { id: make, type: utility.command, parameters: { program: touch, arguments: ["{{file}}"] } }
            """);
        await library.VerifyAsync("make.yaml");

        WorkResult result = await Agent(library).DoAsync("run_composed", ("playbook", "make.yaml"), ("check", true));

        result.Status.ShouldBe(WorkStatus.Completed, result.ErrorMessage);
        ((bool)JsonNode.Parse(result.Output!)!["check"]!).ShouldBeTrue();
        File.Exists(file).ShouldBeFalse();
    }
}
