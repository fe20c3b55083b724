namespace Playbooks.Hosting;

/// <summary>The tickets by task id: all open ones, and the newest that ended.</summary>
/// <remarks>Not safe for threads: the queue's lock is around it.</remarks>
internal sealed class TicketTable
{
    private const int KeptEnded = 1000;

    private readonly Dictionary<string, WorkTicket> _tickets = new(StringComparer.Ordinal);
    private readonly Queue<WorkTicket> _ended = new();

    public WorkTicket? Find(string taskId) => _tickets.GetValueOrDefault(taskId);

    /// <summary>Adds it, in the place of one that ended under the same id.</summary>
    public void Add(WorkTicket ticket) => _tickets[ticket.TaskId] = ticket;

    public void Ended(WorkTicket ticket)
    {
        _ended.Enqueue(ticket);
        while (_ended.Count > KeptEnded)
        {
            WorkTicket oldest = _ended.Dequeue();
            if (ReferenceEquals(_tickets.GetValueOrDefault(oldest.TaskId), oldest))
            {
                _tickets.Remove(oldest.TaskId);
            }
        }
    }
}
