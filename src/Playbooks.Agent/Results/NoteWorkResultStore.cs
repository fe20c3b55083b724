using System.Text.Json;
using Playbooks.Storage;

namespace Playbooks.Agent;

/// <summary>Keeps results as notes of an execution store: they outlive the process. None is ever let go of.</summary>
public sealed class NoteWorkResultStore : IWorkResultStore
{
    private const string Category = "work-results";

    private readonly INoteStore _notes;

    /// <summary>In that store, which every execution store of this project is.</summary>
    public NoteWorkResultStore(INoteStore notes)
    {
        ArgumentNullException.ThrowIfNull(notes);
        _notes = notes;
    }

    /// <inheritdoc/>
    /// <exception cref="ExecutionStoreException">The note could not be read, or is none of a result.</exception>
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
