using System.Text.Json;
using Shouldly;

namespace Playbooks.Ansible.TestSupport;

/// <summary>Compares a summary with what Ansible counted.</summary>
public static class ExpectedFigures
{
    public static void ShouldMatch(this ExecutionSummary summary, JsonElement expected)
    {
        string Text(KeyValuePair<string, HostSummary> host) => $"{host.Key}: {host.Value}";

        summary.HostsSummary.Select(Text).Order(StringComparer.Ordinal).ShouldBe(
            expected.GetProperty("hosts_summary").EnumerateObject().Select(host => Text(new(host.Name, Host(host.Value)))).Order(StringComparer.Ordinal));

        JsonElement totals = expected.GetProperty("totals");
        summary.OkCount.ShouldBe(Count(totals, "ok"));
        summary.ChangedCount.ShouldBe(Count(totals, "changed"));
        summary.FailedCount.ShouldBe(Count(totals, "failed"));
        summary.SkippedCount.ShouldBe(Count(totals, "skipped"));
        summary.UnreachableCount.ShouldBe(Count(totals, "unreachable"));
        summary.RescuedCount.ShouldBe(Count(totals, "rescued"));
        summary.IgnoredCount.ShouldBe(Count(totals, "ignored"));

        List<JsonElement> failed = [.. expected.GetProperty("failed_tasks").EnumerateArray()];
        summary.Failures.Select(failure => $"{failure.Host}: {failure.Task}").Order(StringComparer.Ordinal).ShouldBe(
            failed.Select(task => $"{task.GetProperty("host")}: {task.GetProperty("task")}").Order(StringComparer.Ordinal));
        summary.FailedTasks.ShouldBe(summary.Failures.Select(failure => failure.Task).Distinct(StringComparer.Ordinal));
    }

    public static HostSummary Host(JsonElement figures) => new()
    {
        Ok = Count(figures, "ok"),
        Changed = Count(figures, "changed"),
        Failures = Count(figures, "failures"),
        Skipped = Count(figures, "skipped"),
        Unreachable = Count(figures, "unreachable"),
        Rescued = Count(figures, "rescued"),
        Ignored = Count(figures, "ignored"),
    };

    private static long Count(JsonElement figures, string name) => figures.GetProperty(name).GetInt64();
}
