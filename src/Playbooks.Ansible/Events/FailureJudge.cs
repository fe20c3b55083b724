namespace Playbooks.Ansible.Events;

/// <summary>Tells rescued failures from real ones, which no event does.</summary>
internal static class FailureJudge
{
    public static void Judge(List<ObservedFailure> failures, IReadOnlyDictionary<string, HostSummary>? statistics)
    {
        foreach (ObservedFailure failure in failures)
        {
            failure.Kind = failure.Fixed;
        }

        List<IGrouping<string, ObservedFailure>> hosts = [.. failures.Where(failure => failure.Fixed is null).GroupBy(failure => failure.Host, StringComparer.Ordinal)];
        if (statistics is null)
        {
            hosts.ForEach(host => JudgeByOrder([.. host]));
            return;
        }

        // A task that was rescued on a host without any counted failure stands in a block with a rescue: so it does on every host.
        HashSet<string> rescuable = [.. hosts
            .Where(host => Figures(statistics, host.Key).Failures == 0)
            .SelectMany(host => host)
            .Select(failure => failure.TaskId)];
        hosts.ForEach(host => JudgeByFigures([.. host], Figures(statistics, host.Key), rescuable));
    }

    private static HostSummary Figures(IReadOnlyDictionary<string, HostSummary> statistics, string host)
        => statistics.GetValueOrDefault(host) ?? new HostSummary();

    private static void JudgeByFigures(List<ObservedFailure> failures, HostSummary figures, HashSet<string> rescuable)
    {
        long rescued = figures.Rescued;
        long failed = figures.Failures;
        foreach (ObservedFailure failure in failures)
        {
            if (rescued > 0 && !failure.IsInclude && rescuable.Contains(failure.TaskId))
            {
                failure.Kind = TaskFailureKind.Rescued;
                rescued--;
            }
            else if (failed > 0 && failure.IsInclude)
            {
                failure.Kind = TaskFailureKind.Failed;
                failed--;
            }
        }

        // After a real failure a host only runs always sections and forced handlers: of the rest, the last ones are real.
        foreach (ObservedFailure failure in failures.Where(failure => failure.Kind is null).Reverse())
        {
            failure.Kind = failed-- > 0 ? TaskFailureKind.Failed : TaskFailureKind.Rescued;
        }
    }

    private static void JudgeByOrder(List<ObservedFailure> failures)
    {
        foreach (ObservedFailure failure in failures)
        {
            failure.Kind = failure.IsInclude || failure == failures[^1] ? TaskFailureKind.Failed : TaskFailureKind.Rescued;
        }
    }
}
