namespace Playbooks.Agent;

/// <summary>Keeps the newest results in memory. They are lost when the process ends.</summary>
public sealed class InMemoryWorkResultStore : IWorkResultStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredWork> _works = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly int _capacity;

    /// <summary>Creates a store for that many results.</summary>
    /// <param name="capacity">The number of results that are kept, the newest ones; 1 or more.</param>
    public InMemoryWorkResultStore(int capacity = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <inheritdoc/>
    public ValueTask<StoredWork?> FindAsync(string taskId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_works.GetValueOrDefault(taskId));
        }
    }

    /// <inheritdoc/>
    public ValueTask SaveAsync(StoredWork work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_works.ContainsKey(work.Result.TaskId))
            {
                _order.Enqueue(work.Result.TaskId);
                if (_order.Count > _capacity)
                {
                    _works.Remove(_order.Dequeue());
                }
            }

            _works[work.Result.TaskId] = work;
        }

        return ValueTask.CompletedTask;
    }
}
