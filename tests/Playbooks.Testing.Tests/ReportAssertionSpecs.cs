namespace Playbooks.Testing.Tests;

public sealed class ReportAssertionSpecs
{
    private const string Child = """
        name: "Child"
        steps:
          - { id: restart, type: demo.do }
          - { id: after, type: utility.log, parameters: { message: hello } }
        """;

    private const string Root = """
        name: "Root"
        steps:
          - { id: skipped, type: utility.log, when: "1 > 2", parameters: { message: hello } }
          - { id: each, type: utility.log, for_each: [web-1, web-2], parameters: { message: "{{ item }}" } }
          - id: made
            type: demo.do
            rollback: [{ id: undo, type: utility.log, parameters: { message: undone } }]
          - id: deploy
            type: playbook.run
            parameters: { playbook: child.yaml }
            retry_count: 1
            retry_delay: 0
            on_failure: rollback
        finally:
          - { id: tidy, type: utility.log, parameters: { message: tidy } }
        outputs: { count: "{{ step.made.count }}" }
        """;

    private static readonly StepDefinition Do = new()
    {
        Type = "demo.do",
        Description = "Does something.",
        Outputs = [new("count", "The count."), new("key", "A key.")],
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Assertions_that_hold_give_back_what_they_are_about()
    {
        FakeStep step = new FakeStep(Do).Gives("""{ "count": 3 }""").Fails("busy").Gives("{}");

        ExecutionReport report = await RunAsync(step);

        report.ShouldHaveCompleted().ShouldHaveOutput("count", 3).ShouldBeSameAs(report);
        report.Step("skipped").ShouldBeSkipped();
        report.Step("each").ShouldHaveCompleted();
        report.Step("each[web-2]").ShouldHaveCompleted().ShouldHaveOutput("message", "web-2");
        report.Step("made").ShouldHaveOutput("count", 3).ShouldHaveOutput("count", 3.0);
        report.Step("deploy").ShouldHaveTaken(attempts: 2);
        report.Step("deploy/restart").ShouldHaveCompleted();
        report.Step("deploy#2/restart").Report.ShouldBeSameAs(report.Step("deploy/restart").Report);
        report.Step("tidy").ShouldHaveCompleted();
    }

    [Fact(Timeout = Limit)]
    public async Task Failures_rollbacks_and_steps_that_were_not_reached_are_found()
    {
        ExecutionReport report = await RunAsync(new FakeStep(Do).Gives("""{ "count": 3 }""").Fails("busy"));

        report.ShouldHaveFailed().ShouldHaveFailed("busy").ShouldHaveEnded(ExecutionStatus.Failed);
        report.Step("deploy/restart").ShouldHaveFailed().ShouldHaveFailed("busy");
        report.Step("deploy/after").ShouldNotBeReached();
        report.Step("made/rollback:undo").ShouldHaveCompleted();
    }

    [Fact(Timeout = Limit)]
    public async Task A_failed_assertion_says_what_was_expected_what_was_and_shows_the_whole_report()
    {
        ExecutionReport failed = await RunAsync(new FakeStep(Do).Gives("""{ "count": 3 }""").Fails("busy"));

        string message = Failure(() => failed.ShouldHaveCompleted());
        message.ShouldStartWith("Expected root.yaml to end as Completed, but it ended as Failed: ");
        message.ShouldContain("busy");
        message.ShouldContain(failed.ToText(expand: true));

        Failure(() => failed.ShouldHaveFailed("lazy"))
            .ShouldStartWith("Expected root.yaml to fail with an error that holds 'lazy', but the error was: ");
        Failure(() => failed.Step("deploy/restart").ShouldHaveCompleted())
            .ShouldStartWith(
                "Expected step 'deploy#2/restart' to be Completed, but it was Failed: busy\n\nroot.yaml: failed");
        Failure(() => failed.Step("deploy/restart").ShouldHaveFailed("lazy")).ShouldContain("the error was: busy");
        Failure(() => failed.Step("deploy").ShouldHaveTaken(attempts: 1))
            .ShouldStartWith("Expected step 'deploy' to take attempts: 1, but it took 2");
        Failure(() => failed.Step("deploy").ShouldHaveTimedOut()).ShouldContain("to time out, but it was Failed");
        Failure(() => failed.Step("deploy").ShouldBeSkipped()).ShouldContain("to be Skipped");
        Failure(() => failed.Step("made").ShouldNotBeReached()).ShouldContain("to be Pending, but it was Completed");
        Failure(() => failed.Step("restart"))
            .ShouldStartWith("Expected a step 'restart', but there are: skipped, each, each[web-1], each[web-2], made, ");
    }

    [Fact(Timeout = Limit)]
    public async Task Outputs_are_compared_by_value_and_secrets_stay_masked()
    {
        List<int> count = [1, 2];
        Dictionary<string, object?> outputs = new() { ["count"] = count, ["key"] = new Secret("k-12345") };
        ExecutionReport report = await RunAsync(new FakeStep(Do).Gives(outputs).Gives("{}"));

        report.Step("made").ShouldHaveOutput("count", new List<int> { 1, 2 }).ShouldHaveOutput("key", "***");
        Failure(() => report.Step("made").ShouldHaveOutput("count", new List<int> { 1 }))
            .ShouldStartWith("Expected output 'count' of step 'made' to be [1], but it was [1,2]");
        Failure(() => report.Step("made").ShouldHaveOutput("size", 1))
            .ShouldStartWith("Expected step 'made' to have the output 'size', but there are only count, key");
        Failure(() => report.Step("deploy/restart").ShouldHaveOutput("count", 1)).ShouldContain("but there is none");
        Failure(() => report.ShouldHaveOutput("count", 1))
            .ShouldStartWith("Expected output 'count' of root.yaml to be 1, but it was [1,2]");
        Failure(() => report.ShouldHaveFailed()).ShouldNotContain("k-12345");
    }

    private static string Failure(Action assertion) => Should.Throw<PlaybookAssertionException>(assertion).Message;

    private static Task<ExecutionReport> RunAsync(FakeStep step)
        => new TestPlaybooks().Add("child.yaml", Child).Add("root.yaml", Root).Use(step)
            .RunAsync("root.yaml", cancellationToken: Cancellation);
}
