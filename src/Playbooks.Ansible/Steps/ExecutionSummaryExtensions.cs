using System.Text.Json;

namespace Playbooks.Ansible;

/// <summary>A summary as other parts of a program want it.</summary>
public static class ExecutionSummaryExtensions
{
    /// <summary>The summary as a step's result: a run that was not successful is a failed step whose error is the first key error.</summary>
    /// <param name="summary">What came of the run.</param>
    public static StepResult ToStepResult(this ExecutionSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
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
            ["hosts"] = summary.HostsSummary.ToDictionary(host => host.Key, host => (object?)Figures(host.Value), StringComparer.Ordinal),
            ["nothing_ran"] = summary.NothingRan,
            ["custom_stats"] = summary.CustomStats,
        };
        return summary.IsSuccessful
            ? StepResult.Completed(outputs)
            : StepResult.Failed(summary.KeyErrors.Count > 0 ? summary.KeyErrors[0] : $"The Ansible playbook ended as '{outputs["status"]}'.", outputs);
    }

    /// <summary>The summary itself when the run was successful.</summary>
    /// <param name="summary">What came of the run.</param>
    /// <exception cref="AnsibleRunFailedException">It was not successful.</exception>
    public static ExecutionSummary EnsureSucceeded(this ExecutionSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return summary.IsSuccessful ? summary : throw new AnsibleRunFailedException(summary);
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
