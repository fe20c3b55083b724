using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Playbooks.Tests.Reporting;

public sealed class ExecutionEventJsonTests
{
    [Fact]
    public async Task ToJson_EveryKind_IsOneLineWithItsName()
    {
        using TemporaryLibrary library = new();
        PlaybookPlan plan = (await library.PlanAsync(Some.Leaf())).EnsurePlanned();
        ExecutionReport report = await library.RunAsync(Some.Leaf(), cancellationToken: TestContext.Current.CancellationToken);
        StepReport step = report.Steps[0] with { Outputs = new Dictionary<string, object?> { ["key"] = new Secret("hidden") } };
        ExecutionEvent[] events =
        [
            new RunStarted { Timestamp = report.StartedAt, ExecutionId = "run1", Plan = plan },
            new StepStarted { Timestamp = report.StartedAt, Address = step.Address, Step = plan.Root.Steps[0] },
            new StepRetrying { Timestamp = report.StartedAt, Address = step.Address, Attempt = 2, Error = "no\nluck", Delay = TimeSpan.FromSeconds(1.5) },
            new StepLogged { Timestamp = report.StartedAt, Address = step.Address, Level = LogLevel.Warning, Message = "look" },
            new StepProgressed { Timestamp = report.StartedAt, Address = step.Address, Message = "half" },
            new StepFinished { Timestamp = report.StartedAt, Address = step.Address, Report = step },
            new RunFinished { Timestamp = report.StartedAt, Report = report },
            new EventsDropped { Timestamp = report.StartedAt, Count = 3 },
        ];
        // The hierarchy is closed: a new kind needs its JSON.
        events.Select(happened => happened.GetType()).ShouldBe(
            typeof(ExecutionEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ExecutionEvent))), ignoreOrder: true);

        string[] lines = [.. events.Select(happened => happened.ToJson())];

        lines.ShouldAllBe(line => !line.Contains('\n'));
        JsonElement[] json = [.. lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
        json.Select(one => one.GetProperty("event").GetString()).ShouldBe(
            ["run_started", "step_started", "step_retrying", "step_logged", "step_progressed", "step_finished", "run_finished", "events_dropped"]);
        json.Select(one => one.GetProperty("timestamp").GetDateTimeOffset()).ShouldAllBe(time => time == report.StartedAt);
        json[0].GetProperty("address").ValueKind.ShouldBe(JsonValueKind.Null);
        json[0].GetProperty("playbook").GetString().ShouldBe("root.yaml");
        json[1].GetProperty("type").GetString().ShouldBe("utility.log");
        json[2].GetProperty("address").GetString().ShouldBe("say");
        json[2].GetProperty("delay_ms").GetInt64().ShouldBe(1500);
        json[3].GetProperty("level").GetString().ShouldBe("warning");
        json[4].GetProperty("message").GetString().ShouldBe("half");
        json[5].GetProperty("status").GetString().ShouldBe("completed");
        json[5].GetProperty("outputs").GetProperty("key").GetString().ShouldBe("***");
        json[6].GetProperty("execution_id").GetString().ShouldBe(report.ExecutionId);
        json[7].GetProperty("count").GetInt64().ShouldBe(3);
    }
}
