namespace Playbooks.Agent;

/// <summary>Keeps the results of work by task id, so that what is asked for again is not done again.</summary>
/// <remarks>
/// What <see cref="FindAsync"/> throws makes the request a failed one, since nobody knows whether it was done; what
/// <see cref="SaveAsync"/> throws is logged, and the result is given all the same.
/// </remarks>
public interface IWorkResultStore
{
    /// <summary>The work of a task id; null when there is none, or no more.</summary>
    ValueTask<StoredWork?> FindAsync(string taskId, CancellationToken cancellationToken);

    /// <summary>Keeps work under its result's task id.</summary>
    ValueTask SaveAsync(StoredWork work, CancellationToken cancellationToken);
}
