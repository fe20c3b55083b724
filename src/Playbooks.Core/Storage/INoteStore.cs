namespace Playbooks.Storage;

/// <summary>Keeps short texts under a category and a name: what a part of an application learned and wants to know after a restart.</summary>
/// <remarks>
/// A note belongs to no run, and outlives every prune. Safe for any number of threads and processes at a time; of two that write one
/// note, the later one counts. Texts come back as they were given. What cannot be read or written is an <see cref="ExecutionStoreException"/>.
/// No place for secrets.
/// </remarks>
public interface INoteStore
{
    /// <summary>The text of a note, or null when there is none.</summary>
    ValueTask<string?> FindNoteAsync(string category, string name, CancellationToken cancellationToken);

    /// <summary>Writes a note, over one that is there.</summary>
    /// <exception cref="ExecutionStoreException">It could not be written.</exception>
    ValueTask WriteNoteAsync(string category, string name, string text, CancellationToken cancellationToken);

    /// <summary>Removes a note.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ExecutionStoreException">It could not be written.</exception>
    ValueTask<bool> RemoveNoteAsync(string category, string name, CancellationToken cancellationToken);
}
