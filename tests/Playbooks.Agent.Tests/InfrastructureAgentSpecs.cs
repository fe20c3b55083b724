using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Playbooks.Agent.Tests.Support;

namespace Playbooks.Agent.Tests;

/// <summary>What the agent does whatever its handlers do.</summary>
public sealed class InfrastructureAgentSpecs
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unknown_work_type_fails_in_the_words_of_the_specification()
    {
        WorkResult result = await new InfrastructureAgent([]).DoAsync("make_coffee");

        result.Status.ShouldBe(WorkStatus.Failed);
        result.ErrorMessage.ShouldBe("Unknown work_type: make_coffee");
        result.AgentId.ShouldBe($"infrastructure-agent-{Environment.MachineName}");
    }

    [Fact]
    public async Task A_handler_of_the_application_is_used()
    {
        LambdaHandler handler = new(context => WorkOutcome.Completed(context.Parameters.GetText("name")) with { ResourcesUsed = Work.Map(("cups", 1L)) });
        InfrastructureAgent agent = new([handler], new InfrastructureAgentOptions { AgentId = "me" });

        WorkResult result = await agent.ExecuteAsync(Work.Request("test", ("name", "x")) with { RequestId = "r", TraceId = "t" }, Token);

        result.Status.ShouldBe(WorkStatus.Completed, result.ErrorMessage);
        result.ExitCode.ShouldBe(0);
        result.Output.ShouldBe("\"x\"");
        result.ErrorMessage.ShouldBeNull();
        result.RequestId.ShouldBe("r");
        result.TraceId.ShouldBe("t");
        result.AgentId.ShouldBe("me");
        result.ResourcesUsed["cups"].ShouldBe(1L);
        agent.WorkTypes.ShouldBe(["test"]);
    }

    [Fact]
    public void Two_handlers_of_one_work_type_are_refused()
        => Should.Throw<ArgumentException>(() => new InfrastructureAgent([new LambdaHandler(_ => WorkOutcome.Completed()), new LambdaHandler(_ => WorkOutcome.Completed())]))
            .Message.ShouldContain("Two handlers do 'test'");

    [Fact]
    public void Options_that_make_no_sense_are_named_together()
    {
        string message = Should.Throw<ArgumentException>(() => new InfrastructureAgent([], new InfrastructureAgentOptions { AgentId = " ", MaximumRequestBytes = 1 })).Message;

        message.ShouldContain("AgentId is empty");
        message.ShouldContain("MaximumRequestBytes is 1");
    }

    [Fact]
    public async Task Whatever_a_handler_throws_is_a_failed_result_and_an_error_in_the_log()
    {
        CollectingLogger<InfrastructureAgent> log = new();
        InfrastructureAgent agent = new([new LambdaHandler(_ => throw new InvalidOperationException("the pump is broken"))], new InfrastructureAgentOptions { Logger = log });

        WorkResult result = await agent.DoAsync("test");

        result.Status.ShouldBe(WorkStatus.Failed);
        result.ErrorMessage.ShouldBe("the pump is broken");
        (LogLevel level, _, string message) = log.Entries.Single(entry => entry.Id == 103);
        level.ShouldBe(LogLevel.Error);
        message.ShouldContain("InvalidOperationException");
        message.ShouldContain(nameof(LambdaHandler));
    }

    [Fact]
    public async Task A_handler_that_gives_nothing_or_no_reason_still_has_a_result_with_one()
    {
        (await new InfrastructureAgent([new LambdaHandler(_ => null!)]).DoAsync("test")).ErrorMessage.ShouldNotBeNullOrWhiteSpace();
        (await new InfrastructureAgent([new LambdaHandler(_ => new WorkOutcome { Status = WorkStatus.Failed })]).DoAsync("test")).ErrorMessage.ShouldNotBeNullOrWhiteSpace();
        (await new InfrastructureAgent([new LambdaHandler(_ => throw new InvalidOperationException(""))]).DoAsync("test")).ErrorMessage.ShouldBe("InvalidOperationException");
    }

    [Fact(Timeout = Limit)]
    public async Task The_callers_token_cancels_the_work()
    {
        using CancellationTokenSource cancel = new();
        InfrastructureAgent agent = new([new LambdaHandler(async (_, token) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return WorkOutcome.Completed();
        })]);

        WorkResult result = await agent.ExecuteAsync(Work.Request("test"), cancel.Token);

        result.Status.ShouldBe(WorkStatus.Cancelled);
        result.ErrorMessage.ShouldNotBeNullOrWhiteSpace();
        result.ExitCode.ShouldBeNull();
    }

    [Fact]
    public async Task A_handler_that_gives_up_by_itself_has_failed_and_was_not_cancelled()
        => (await new InfrastructureAgent([new LambdaHandler(_ => throw new TaskCanceledException("the server was too slow"))]).DoAsync("test"))
            .Status.ShouldBe(WorkStatus.Failed);

    [Fact]
    public async Task A_request_without_its_ids_or_out_of_bounds_is_a_failed_result()
    {
        InfrastructureAgent agent = new([new LambdaHandler(_ => WorkOutcome.Completed())]);
        Dictionary<string, object?> circle = [];
        circle["again"] = circle;
        WorkRequest good = Work.Request("test");
        WorkRequest[] bad =
        [
            good with { TaskId = null! }, good with { TaskId = " " }, good with { TaskId = new string('t', 300) }, good with { TaskId = "a\nb" },
            good with { WorkType = null! }, good with { WorkType = "" }, good with { Priority = 0 }, good with { Priority = 6 },
            good with { Parameters = null! }, good with { Hints = null! }, good with { RequestId = new string('r', 300) },
            good with { Parameters = circle }, good with { Hints = circle },
            good with { Parameters = Work.Map(("big", new string('x', 2_000_000))) },
            good with { Parameters = Work.Map(("many", Enumerable.Range(0, 400_000).Select(number => (object?)(long)number).ToList())) },
            good with { Parameters = Work.Map(("odd", new Uri("http://x"))) },
        ];

        foreach (WorkRequest request in bad)
        {
            WorkResult result = await agent.ExecuteAsync(request, Token);

            result.Status.ShouldBe(WorkStatus.Failed);
            result.ErrorMessage.ShouldNotBeNullOrWhiteSpace();
            result.ToJson().Length.ShouldBeLessThan(20_000);
        }

        (await agent.ExecuteAsync(new byte[2_000_000], Token)).ErrorMessage.ShouldBe("The work request is larger than 1,048,576 bytes.");
    }

    [Fact]
    public async Task What_cannot_be_read_still_gets_an_answer_with_its_task_id()
    {
        WorkResult result = await new InfrastructureAgent([]).ExecuteAsync("""{"task_id":"t7","work_type":5}"""u8.ToArray(), Token);

        result.TaskId.ShouldBe("t7");
        result.ErrorMessage.ShouldBe("work_type must be a text, not the number 5.");
    }

    [Fact]
    public async Task A_secret_is_in_no_result_and_in_no_log()
    {
        const string Secret = "canary-7f3a9";
        CollectingLogger<InfrastructureAgent> log = new();
        LambdaHandler handler = new(context => context.Parameters.GetTextOrDefault("how") == "throw"
            ? throw new InvalidOperationException($"cannot log in with {Secret}")
            : WorkOutcome.Failed($"no {Secret}", new JsonObject { ["said"] = Secret }) with { ResourcesUsed = Work.Map(("token", Secret)) });
        InfrastructureAgent agent = new([handler], new InfrastructureAgentOptions { Logger = log });

        foreach (string how in (string[])["throw", "fail"])
        {
            WorkResult result = await agent.DoAsync("test", ("how", how), ("vars", Work.Map(("password", new Secret(Secret)))));

            result.ToJson().ShouldNotContain(Secret);
            result.ErrorMessage.ShouldNotBeNull().ShouldContain("***");
        }

        log.Entries.Where(entry => entry.Message.Contains(Secret, StringComparison.Ordinal)).ShouldBeEmpty();
        log.Entries.ShouldContain(entry => entry.Id == 103 && entry.Message.Contains("InvalidOperationException", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Masked_output_is_still_JSON()
    {
        LambdaHandler handler = new(_ => WorkOutcome.Completed(new JsonObject { ["pin"] = 417417, ["text"] = "417417 \"x\"" }));

        WorkResult result = await new InfrastructureAgent([handler]).DoAsync("test", ("pin", new Secret("417417")));

        result.Output.ShouldBe("""{"pin":"***","text":"*** \"x\""}""");
    }

    [Fact]
    public async Task The_work_has_a_span_in_the_requests_trace()
    {
        string marker = Guid.NewGuid().ToString("N");
        Activity? seen = null;
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "Playbooks",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        listener.ActivityStopped = stopped => seen = Equals(stopped.GetTagItem("playbooks.task.id"), marker) ? stopped : seen;
        InfrastructureAgent agent = new([new LambdaHandler(_ => WorkOutcome.Failed("no"))]);

        WorkResult given = await agent.ExecuteAsync(Work.Request("test") with { TaskId = marker, TraceId = "0af7651916cd43dd8448eb211c80319c" }, Token);

        given.TraceId.ShouldBe("0af7651916cd43dd8448eb211c80319c");
        seen.ShouldNotBeNull().TraceId.ToHexString().ShouldBe(given.TraceId);
        seen.OperationName.ShouldBe("work test");
        seen.Status.ShouldBe(ActivityStatusCode.Error);
        seen.GetTagItem("playbooks.status").ShouldBe("failed");

        (await agent.DoAsync("test")).TraceId.ShouldNotBeNull().Length.ShouldBe(32);
    }
}
