namespace Playbooks.Storage;

/// <summary>
/// Keeps short texts under a category and a name: facts that a part of an application wants to know after a restart.
/// </summary>
/// <remarks>
/// A note belongs to no run, and pruning does not delete it. Any number of threads and processes can use a store at a
/// time; when two of them write one note, the later text counts. Texts come back unchanged. Failed reads and writes are
/// an <see cref="ExecutionStoreException"/>. Notes must not hold secrets.
/// </remarks>
public interface INoteStore
{
    /// <summary>Finds the text of a note; null when it does not exist.</summary>
    ValueTask<string?> FindNoteAsync(string category, string name, CancellationToken cancellationToken);

    /// <summary>Writes a note, in place of an earlier one.</summary>
    /// <exception cref="ExecutionStoreException">The note could not be written.</exception>
    ValueTask WriteNoteAsync(string category, string name, string text, CancellationToken cancellationToken);

    /// <summary>Removes a note.</summary>
    /// <returns>True when the note existed.</returns>
    /// <exception cref="ExecutionStoreException">The removal could not be written.</exception>
    ValueTask<bool> RemoveNoteAsync(string category, string name, CancellationToken cancellationToken);
}
