
namespace Playbooks.Agent.Tests;

public sealed class WorkResultTests
{
    private static readonly WorkResult Result = new()
    {
        TaskId = "t1",
        Status = WorkStatus.Failed,
        ExitCode = 2,
        Output = """{"status":"failed"}""",
        ErrorMessage = "Größe ✓: no",
        DurationMs = 1500,
        AgentId = "a1",
        TraceId = "tr",
        RequestId = "r",
        ResourcesUsed = new Dictionary<string, object?> { ["changed_count"] = 3L, ["hosts"] = 2L },
    };

    [Fact]
    public void ToJson_EveryField_HasTheNameOfTheSpecification()
        => Result.ToJson().ShouldBe("""{"task_id":"t1","status":"failed","exit_code":2,"output":"{\"status\":\"failed\"}","error_message":"Größe ✓: no","duration_ms":1500,"agent_id":"a1","trace_id":"tr","request_id":"r","resources_used":{"changed_count":3,"hosts":2}}""");

    [Fact]
    public void FromJson_WhatWasWritten_IsTheSame() => WorkResult.FromJson(Result.ToJson()).ToJson().ShouldBe(Result.ToJson());

    [Theory]
    [InlineData(WorkStatus.Completed, "completed")]
    [InlineData(WorkStatus.Failed, "failed")]
    [InlineData(WorkStatus.Cancelled, "cancelled")]
    public void ToJson_EveryStatus_IsALowerCaseWord(WorkStatus status, string word)
        => (Result with { Status = status }).ToJson().ShouldContain($"\"status\":\"{word}\"");
}
