namespace Playbooks.Agent;

/// <summary>Keeps the results of work by task id, so that no work is done twice.</summary>
/// <remarks>
/// When <see cref="FindAsync"/> throws, the request fails, because it is not known if the work was done. When
/// <see cref="SaveAsync"/> throws, the exception is logged, and the caller still gets the result.
/// </remarks>
public interface IWorkResultStore
{
    /// <summary>Finds the work of a task id; null when there is none, or when it is not kept any more.</summary>
    ValueTask<StoredWork?> FindAsync(string taskId, CancellationToken cancellationToken);

    /// <summary>Keeps work under its result's task id.</summary>
    ValueTask SaveAsync(StoredWork work, CancellationToken cancellationToken);
}
