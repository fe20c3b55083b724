namespace Playbooks.Ansible.Events;

/// <summary>Makes the summary of a tally.</summary>
internal static class RunSummary
{
    public const string NothingRan = "Nothing ran: no host or no task matched, and Ansible calls that a success. Look "
        + "at the hosts of the Ansible playbook, the inventory, limit, tags and start-at-task.";

    private const string LostStats = "What the Ansible playbook gave to set_stats is left out: it is nested more than "
        + "100 levels deep, holds more than 1,000,000 values, or is not JSON.";

    public static ExecutionSummary Make(
        EventTally tally, AnsibleRunStatus status, int? exitCode, TimeSpan duration, string how)
    {
        IReadOnlyList<TaskFailure> failures = tally.Failures;
        IReadOnlyDictionary<string, HostSummary> hosts = tally.Hosts;
        long failed = hosts.Values.Sum(host => host.Failures);
        long unreachable = hosts.Values.Sum(host => host.Unreachable);
        IReadOnlyList<TaskFailure> told = failures.Count <= ExecutionSummary.MaximumFailures
            ? failures
            : [.. failures.Take(ExecutionSummary.MaximumFailures)];
        bool nothingRan = status == AnsibleRunStatus.Successful && hosts.Values.All(host => host == new HostSummary());
        return new ExecutionSummary
        {
            Status = status,
            ExitCode = exitCode,
            DurationMs = (long)duration.TotalMilliseconds,
            OkCount = hosts.Values.Sum(host => host.Ok),
            ChangedCount = hosts.Values.Sum(host => host.Changed),
            FailedCount = failed,
            SkippedCount = hosts.Values.Sum(host => host.Skipped),
            UnreachableCount = unreachable,
            RescuedCount = hosts.Values.Sum(host => host.Rescued),
            IgnoredCount = hosts.Values.Sum(host => host.Ignored),
            FailedTasks = [.. failures.Select(failure => failure.Task).Distinct(StringComparer.Ordinal)],
            KeyErrors = KeyErrorList.Make(failures, tally.Text.Errors, status, how, tally.Text.Tail),
            HostsSummary = hosts,
            NothingRan = nothingRan,
            Warnings = [.. tally.Text.Warnings, .. Remarks(tally, nothingRan)],
            CustomStats = tally.CustomStats,
            Failures = told,
            FailuresOmitted = Math.Max(0, failed + unreachable - told.Count),
            RunErrors = tally.Text.Errors,
            SlowestTasks = tally.SlowestTasks,
        };
    }

    private static IEnumerable<string> Remarks(EventTally tally, bool nothingRan)
    {
        if (nothingRan)
        {
            yield return NothingRan;
        }

        if (tally.HasLostCustomStats)
        {
            yield return LostStats;
        }
    }
}
