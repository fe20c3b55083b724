using System.Text.Json;
using Playbooks.Storage;

namespace Playbooks.Agent;

/// <summary>
/// Keeps results as notes of an execution store, so that they survive the process. It never deletes a result.
/// </summary>
public sealed class NoteWorkResultStore : IWorkResultStore
{
    private const string Category = "work-results";

    private readonly INoteStore _notes;

    /// <summary>Creates a store of results in a store of notes. Every execution store of this project is one.</summary>
    public NoteWorkResultStore(INoteStore notes)
    {
        ArgumentNullException.ThrowIfNull(notes);
        _notes = notes;
    }

    /// <inheritdoc/>
    /// <exception cref="ExecutionStoreException">The note could not be read, or is not a result.</exception>
    public async ValueTask<StoredWork?> FindAsync(string taskId, CancellationToken cancellationToken)
    {
        string? text = await _notes.FindNoteAsync(Category, taskId, cancellationToken).ConfigureAwait(false);
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, ResultJson.Readable.StoredWork);
        }
        catch (JsonException exception)
        {
            throw new ExecutionStoreException($"The stored result of work '{taskId}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ExecutionStoreException">The note could not be written.</exception>
    public ValueTask SaveAsync(StoredWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return _notes.WriteNoteAsync(Category, work.Result.TaskId, JsonSerializer.Serialize(work, ResultJson.Readable.StoredWork), cancellationToken);
    }
}
