using Playbooks.Agent;

namespace Playbooks.Hosting;

/// <summary>Takes work for an agent and has it done by a number of workers, the most urgent first.</summary>
public interface IWorkQueue
{
    /// <summary>Puts work into the queue. It never waits for a free place.</summary>
    /// <param name="request">The work. The same work under the same task id gives the existing ticket.</param>
    /// <param name="cancellationToken">Cancels the queueing, but not work that is queued: see
    /// <see cref="WorkTicket.CancelAsync"/>.</param>
    /// <returns>The ticket, with which to wait for the result, to watch and to cancel.</returns>
    /// <exception cref="WorkRequestException">A field of the request is out of bounds, or the agent does not do such
    /// work.</exception>
    /// <exception cref="WorkRefusedException">The queue is full or stopped, or the task id belongs to other
    /// work.</exception>
    /// <exception cref="Playbooks.Storage.ExecutionStoreException">The work could not be stored; it is not
    /// queued.</exception>
    Task<WorkTicket> EnqueueAsync(WorkRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds the ticket of a task id among waiting, running and recently ended work; null when there is none.
    /// </summary>
    WorkTicket? Find(string taskId);

    /// <summary>Tells how full the queue is.</summary>
    WorkQueueStatus GetStatus();
}
