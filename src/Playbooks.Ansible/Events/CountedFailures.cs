namespace Playbooks.Ansible.Events;

/// <summary>Distinguishes rescued failures from real ones. Ansible's events do not say it.</summary>
internal static class CountedFailures
{
    /// <summary>Finds the failures that count, by Ansible's own figures of each host.</summary>
    public static IEnumerable<ObservedFailure> ByFigures(
        IReadOnlyList<ObservedFailure> failures, Func<int, (long Failures, long Rescued)> figuresOf)
    {
        List<IGrouping<int, ObservedFailure>> hosts = [.. failures.GroupBy(failure => failure.Host)];

        // If a task was rescued on a host without counted failures, it is in a block with a rescue, and so it is on
        // every host.
        HashSet<string> rescuable = new(
            hosts.Where(host => figuresOf(host.Key).Failures <= 0)
                .SelectMany(host => host)
                .Select(failure => failure.TaskId),
            StringComparer.Ordinal);
        return hosts.SelectMany(host => ByFigures([.. host], figuresOf(host.Key), rescuable));
    }

    /// <summary>Finds the failures that count when there are no figures: missing includes, and otherwise the last
    /// failure of each host.</summary>
    public static IEnumerable<ObservedFailure> ByOrder(IReadOnlyList<ObservedFailure> failures)
    {
        Dictionary<int, long> last = [];
        foreach (ObservedFailure failure in failures)
        {
            last[failure.Host] = failure.Order;
        }

        return failures.Where(failure => failure.IsInclude || failure.Order == last[failure.Host]);
    }

    private static IEnumerable<ObservedFailure> ByFigures(
        List<ObservedFailure> failures, (long Failures, long Rescued) figures, HashSet<string> rescuable)
    {
        (long failed, long rescued) = figures;
        bool[] isRescued = new bool[failures.Count];
        bool[] isFailed = new bool[failures.Count];
        for (int at = 0; at < failures.Count; at++)
        {
            if (rescued > 0 && !failures[at].IsInclude && rescuable.Contains(failures[at].TaskId))
            {
                isRescued[at] = true;
                rescued--;
            }
            else if (failed > 0 && failures[at].IsInclude)
            {
                isFailed[at] = true;
                failed--;
            }
        }

        // After a real failure, a host only runs always sections and forced handlers. So of the rest, the last ones are
        // real.
        for (int at = failures.Count - 1; at >= 0; at--)
        {
            isFailed[at] |= !isRescued[at] && !isFailed[at] && failed-- > 0;
        }

        return failures.Where((_, at) => isFailed[at]);
    }
}
