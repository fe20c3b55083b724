using System.Text.Json;

namespace Playbooks.Ansible;

/// <summary>A summary as the result of a step.</summary>
internal static class SummaryStepResult
{
    public static StepResult Of(ExecutionSummary summary)
    {
        Dictionary<string, object?> outputs = new(StringComparer.Ordinal)
        {
            ["status"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(summary.Status.ToString()),
            ["exit_code"] = summary.ExitCode is { } code ? (long)code : null,
            ["duration_ms"] = summary.DurationMs,
            ["changed_count"] = summary.ChangedCount,
            ["ok_count"] = summary.OkCount,
            ["failed_count"] = summary.FailedCount,
            ["skipped_count"] = summary.SkippedCount,
            ["unreachable_count"] = summary.UnreachableCount,
            ["rescued_count"] = summary.RescuedCount,
            ["ignored_count"] = summary.IgnoredCount,
            ["failed_tasks"] = summary.FailedTasks.ToList<object?>(),
            ["key_errors"] = summary.KeyErrors.ToList<object?>(),
            ["hosts"] = summary.HostsSummary.ToDictionary(
                host => host.Key, host => (object?)Figures(host.Value), StringComparer.Ordinal),
            ["nothing_ran"] = summary.NothingRan,
            ["custom_stats"] = summary.CustomStats,
        };
        return summary.IsSuccessful
            ? StepResult.Completed(outputs)
            : StepResult.Failed(
                summary.KeyErrors.Count > 0
                    ? summary.KeyErrors[0]
                    : $"The Ansible playbook ended as '{outputs["status"]}'.",
                outputs);
    }

    private static Dictionary<string, object?> Figures(HostSummary host) => new(StringComparer.Ordinal)
    {
        ["ok"] = host.Ok,
        ["changed"] = host.Changed,
        ["failures"] = host.Failures,
        ["skipped"] = host.Skipped,
        ["unreachable"] = host.Unreachable,
        ["rescued"] = host.Rescued,
        ["ignored"] = host.Ignored,
    };
}
