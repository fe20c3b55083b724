using System.Collections.Concurrent;

namespace Playbooks.Agent;

/// <summary>
/// Ensures that each task id is worked on once. The first caller does the work; the others wait for its result.
/// </summary>
internal sealed class WorkLedger(IWorkResultStore store)
{
    private readonly ConcurrentDictionary<string, Entry> _underWay = new(StringComparer.Ordinal);

    /// <summary>Gets the result of the work: a stored one, that of another caller, or a new one.</summary>
    /// <param name="taskId">The task id.</param>
    /// <param name="digest">The digest of the request.</param>
    /// <param name="work">Does the work. Its result is null when the work never began, and may be tried again.</param>
    /// <param name="cancellationToken">Ends the waiting for another caller's work, but not that work.</param>
    /// <exception cref="WorkRequestException">The task id belongs to other work.</exception>
    public async Task<WorkResult> GetOrAddAsync(string taskId, string digest, Func<Task<WorkResult>> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            Entry mine = new(digest);
            Entry entry = _underWay.GetOrAdd(taskId, mine);
            if (ReferenceEquals(entry, mine))
            {
                return await LeadAsync(taskId, mine, work, cancellationToken).ConfigureAwait(false);
            }

            ThrowIfOther(taskId, entry.Digest, digest);
            if (await entry.Completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false) is { } result)
            {
                return result;
            }
        }
    }

    private async Task<WorkResult> LeadAsync(string taskId, Entry entry, Func<Task<WorkResult>> work, CancellationToken cancellationToken)
    {
        WorkResult? result = null;
        try
        {
            StoredWork? stored = await store.FindAsync(taskId, cancellationToken).ConfigureAwait(false);
            if (stored is not null)
            {
                ThrowIfOther(taskId, stored.Digest, entry.Digest);
            }

            return result = stored?.Result ?? await work().ConfigureAwait(false);
        }
        finally
        {
            // From here on, callers find the work in the store. If it never began, they may try it again.
            _underWay.TryRemove(KeyValuePair.Create(taskId, entry));
            entry.Completion.SetResult(result);
        }
    }

    private static void ThrowIfOther(string taskId, string known, string asked)
    {
        if (known != asked)
        {
            throw new WorkRequestException("task_id", $"task_id '{taskId}' names other work, with another work_type or other parameters: give new work a new task_id.");
        }
    }

    private sealed class Entry(string digest)
    {
        public string Digest => digest;

        public TaskCompletionSource<WorkResult?> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
