using Playbooks.Agent;

namespace Playbooks.Hosting;

/// <summary>Takes work for an agent and has it done by a number of workers, the urgent first.</summary>
public interface IWorkQueue
{
    /// <summary>Puts work into the queue. It never waits for a place.</summary>
    /// <param name="request">What to do. The same work under the same task id again gives the ticket that there is.</param>
    /// <param name="cancellationToken">Gives up before it is queued, not afterwards: see <see cref="WorkTicket.CancelAsync"/>.</param>
    /// <returns>By which to wait for the result, to watch and to cancel.</returns>
    /// <exception cref="WorkRequestException">A field of the request is out of bounds, or the agent does not do such work.</exception>
    /// <exception cref="WorkRefusedException">The queue is full or stopped, or the task id belongs to other work.</exception>
    /// <exception cref="Playbooks.Storage.ExecutionStoreException">The work could not be stored; it is not queued.</exception>
    Task<WorkTicket> EnqueueAsync(WorkRequest request, CancellationToken cancellationToken = default);

    /// <summary>The work of a task id: waiting, running, or one of the newest that ended; null when the queue knows none.</summary>
    WorkTicket? Find(string taskId);

    /// <summary>How full the queue is.</summary>
    WorkQueueStatus GetStatus();
}
