using System.Collections.Concurrent;

namespace Playbooks.Agent;

/// <summary>Sees to it that a task id is worked on once: by whoever comes first, the others wait for what comes of it.</summary>
internal sealed class WorkLedger(IWorkResultStore store)
{
    private readonly ConcurrentDictionary<string, Entry> _underWay = new(StringComparer.Ordinal);

    /// <summary>What came of the work: done before, done by somebody else meanwhile, or done now.</summary>
    /// <param name="taskId">The work.</param>
    /// <param name="digest">What it is.</param>
    /// <param name="work">Does it; null when it never came to that, and may be tried again.</param>
    /// <param name="cancellationToken">Ends the waiting for somebody else's work, not that work.</param>
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
            // Whoever comes from here on finds the work in the store, or, if it never began, may try it anew.
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
