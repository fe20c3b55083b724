namespace Playbooks.Hosting;

/// <summary>
/// Waiting work in the order in which it is done. The most urgent is first, and among equals the oldest. Waiting makes
/// work more urgent.
/// </summary>
/// <remarks>Not thread-safe: the queue's lock protects it.</remarks>
internal sealed class WaitingWork(TimeSpan agingInterval, TimeProvider timeProvider)
{
    private const int MostUrgent = 1;
    private const int LeastUrgent = 5;

    // In the order of arrival.
    private readonly List<WorkTicket> _works = [];

    public int Count => _works.Count;

    public void Add(WorkTicket ticket) => _works.Add(ticket);

    public bool Remove(WorkTicket ticket) => _works.Remove(ticket);

    /// <summary>Takes out the next work whose key is free.</summary>
    public WorkTicket? Take(HashSet<string> busyKeys)
    {
        int best = -1;
        int bestRank = LeastUrgent + 1;
        for (int i = 0; i < _works.Count && bestRank > MostUrgent; i++)
        {
            if (_works[i].Key is { } key && busyKeys.Contains(key))
            {
                continue;
            }

            int rank = RankOf(_works[i]);
            if (rank < bestRank)
            {
                (best, bestRank) = (i, rank);
            }
        }

        if (best < 0)
        {
            return null;
        }

        WorkTicket ticket = _works[best];
        _works.RemoveAt(best);
        return ticket;
    }

    /// <summary>Gets the place of the work, counted from 1.</summary>
    public int? PositionOf(WorkTicket ticket)
    {
        int index = _works.IndexOf(ticket);
        if (index < 0)
        {
            return null;
        }

        int rank = RankOf(ticket);
        int before = 0;
        for (int i = 0; i < _works.Count; i++)
        {
            int other = i == index ? int.MaxValue : RankOf(_works[i]);
            before += other < rank || (other == rank && i < index) ? 1 : 0;
        }

        return before + 1;
    }

    /// <summary>Takes out all work.</summary>
    public IReadOnlyList<WorkTicket> Clear()
    {
        WorkTicket[] all = [.. _works];
        _works.Clear();
        return all;
    }

    private int RankOf(WorkTicket ticket)
    {
        // The agent refuses a priority out of range. Until then, such work must not overtake other work.
        int priority = Math.Clamp(ticket.Request.Priority, MostUrgent, LeastUrgent);
        double aged = timeProvider.GetElapsedTime(ticket.EnqueuedAt) / agingInterval;
        return aged >= LeastUrgent ? MostUrgent : Math.Max(MostUrgent, priority - (int)aged);
    }
}
