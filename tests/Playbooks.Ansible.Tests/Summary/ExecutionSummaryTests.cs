using System.Text.Json;

namespace Playbooks.Ansible.Tests.Summary;

public sealed class ExecutionSummaryTests
{
    [Theory]
    [InlineData(AnsibleRunStatus.Successful, "successful")]
    [InlineData(AnsibleRunStatus.Failed, "failed")]
    [InlineData(AnsibleRunStatus.Timeout, "timeout")]
    [InlineData(AnsibleRunStatus.Cancelled, "cancelled")]
    public void ToJson_EveryStatus_IsALowerCaseWord(AnsibleRunStatus status, string word)
    {
        using JsonDocument json = JsonDocument.Parse(new ExecutionSummary { Status = status }.ToJson());

        json.RootElement.GetProperty("status").GetString().ShouldBe(word);
    }

    [Fact]
    public void ToJson_EveryField_HasTheNameOfTheSpecification()
    {
        ExecutionSummary summary = new()
        {
            Status = AnsibleRunStatus.Failed,
            ExitCode = 2,
            StartedAt = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero),
            DurationMs = 1500,
            ChangedCount = 1,
            OkCount = 2,
            FailedCount = 3,
            SkippedCount = 4,
            UnreachableCount = 5,
            RescuedCount = 6,
            IgnoredCount = 7,
            FailedTasks = ["Größe ✓"],
            KeyErrors = ["Größe ✓: \"no\""],
            HostsSummary = new Dictionary<string, HostSummary> { ["h1"] = new() { Ok = 2, Changed = 1, Failures = 3, Skipped = 4, Unreachable = 5, Rescued = 6, Ignored = 7 } },
            Warnings = ["careful"],
            CustomStats = new Dictionary<string, object?> { ["deployed"] = 6L },
            Failures = [new TaskFailure { Host = "h1", Task = "Größe ✓", Action = "fail", Message = "no", Location = "/p/site.yml:3", Kind = TaskFailureKind.Unreachable }],
            FailuresOmitted = 8,
            RunErrors = ["bad"],
            SlowestTasks = [new SlowTask("T", "h1", 9)],
        };

        summary.ToJson().ShouldBe(string.Concat("""
            {"status":"failed","exit_code":2,"started_at":"2024-01-01T00:00:00+00:00","duration_ms":1500,
            "changed_count":1,"ok_count":2,"failed_count":3,"skipped_count":4,"unreachable_count":5,"rescued_count":6,"ignored_count":7,
            "failed_tasks":["Größe ✓"],"key_errors":["Größe ✓: \"no\""],
            "hosts_summary":{"h1":{"ok":2,"changed":1,"failures":3,"skipped":4,"unreachable":5,"rescued":6,"ignored":7}},
            "nothing_ran":false,"warnings":["careful"],"custom_stats":{"deployed":6},"artifact_directory":null,
            "failures":[{"host":"h1","task":"Größe ✓","action":"fail","message":"no","location":"/p/site.yml:3","kind":"unreachable"}],
            "failures_omitted":8,"run_errors":["bad"],"slowest_tasks":[{"task":"T","host":"h1","duration_ms":9}]}
            """.Split('\n')));
    }

    [Fact]
    public void KeyErrors_MoreThanFive_AreCut()
        => new ExecutionSummary { Status = AnsibleRunStatus.Failed, KeyErrors = ["1", "2", "3", "4", "5", "6"] }.KeyErrors.ShouldBe(["1", "2", "3", "4", "5"]);

    [Fact]
    public void ToStepResult_Success_CompletesWithTheFiguresAsOutputs()
    {
        StepResult result = new ExecutionSummary
        {
            Status = AnsibleRunStatus.Successful,
            ExitCode = 0,
            OkCount = 3,
            HostsSummary = new Dictionary<string, HostSummary> { ["h1"] = new() { Ok = 3 } },
        }.ToStepResult();

        result.Error.ShouldBeNull();
        result.Outputs["status"].ShouldBe("successful");
        result.Outputs["exit_code"].ShouldBe(0L);
        result.Outputs["ok_count"].ShouldBe(3L);
        ((IReadOnlyDictionary<string, object?>)((IReadOnlyDictionary<string, object?>)result.Outputs["hosts"]!)["h1"]!)["ok"].ShouldBe(3L);
        result.Outputs.Keys.Order().ShouldBe(new AnsibleRunStep().Definition.Outputs.Select(output => output.Name).Order());
    }

    [Fact]
    public void ToStepResult_Failure_FailsWithTheFirstKeyError()
    {
        StepResult result = new ExecutionSummary { Status = AnsibleRunStatus.Failed, KeyErrors = ["Check: full", "Other: bad"] }.ToStepResult();

        result.Error.ShouldBe("Check: full");
        result.Outputs["key_errors"].ShouldBe(new List<object?> { "Check: full", "Other: bad" });
    }

    [Fact]
    public void ToStepResult_FailureWithoutErrors_StillSaysSomething()
        => new ExecutionSummary { Status = AnsibleRunStatus.Timeout }.ToStepResult().Error.ShouldBe("The Ansible playbook ended as 'timeout'.");

    [Fact]
    public void EnsureSucceeded_Success_GivesTheSummary()
    {
        ExecutionSummary summary = new() { Status = AnsibleRunStatus.Successful };

        summary.EnsureSucceeded().ShouldBeSameAs(summary);
    }
}
