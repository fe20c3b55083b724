using Playbooks.Storage;

namespace Playbooks.TestSupport;

/// <summary>A store in front of another one, which a test lets fail, wait or die. Counts what is asked of it.</summary>
public sealed class StoreWrapper(IExecutionStore inner) : IExecutionStore
{
    private int _appends;

    /// <summary>Called before each call, with the member's name and, for appends, which one it is from 1.</summary>
    public Func<string, int, ValueTask> Before { get; set; } = (_, _) => ValueTask.CompletedTask;

    /// <summary>Called after each call that succeeded.</summary>
    public Action<string, int> After { get; set; } = (_, _) => { };

    public int Appends => _appends;

    public async ValueTask CreateAsync(StoredRun run, IReadOnlyList<StoredPlaybook> playbooks, CancellationToken cancellationToken)
    {
        await Before("create", 0);
        await inner.CreateAsync(run, playbooks, cancellationToken);
        After("create", 0);
    }

    public async ValueTask AppendAsync(string executionId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        int append = Interlocked.Increment(ref _appends);
        await Before("append", append);
        await inner.AppendAsync(executionId, entries, cancellationToken);
        After("append", append);
    }

    public async ValueTask CompleteAsync(string executionId, string owner, RunCompletion completion, CancellationToken cancellationToken)
    {
        await Before("complete", 0);
        await inner.CompleteAsync(executionId, owner, completion, cancellationToken);
        After("complete", 0);
    }

    public ValueTask<StoredRun?> FindAsync(string executionId, CancellationToken cancellationToken) => inner.FindAsync(executionId, cancellationToken);

    public ValueTask<IReadOnlyList<JournalEntry>> ReadJournalAsync(string executionId, CancellationToken cancellationToken) => inner.ReadJournalAsync(executionId, cancellationToken);

    public ValueTask<IReadOnlyList<StoredPlaybook>> ReadPlaybooksAsync(string executionId, CancellationToken cancellationToken) => inner.ReadPlaybooksAsync(executionId, cancellationToken);

    public ValueTask<IReadOnlyList<StoredRun>> ListAsync(RunQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    public async ValueTask<bool> TryAcquireAsync(string executionId, RunLease lease, string? deadOwner, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await Before("acquire", 0);
        return await inner.TryAcquireAsync(executionId, lease, deadOwner, now, cancellationToken);
    }

    public async ValueTask<bool> RenewAsync(string executionId, RunLease lease, CancellationToken cancellationToken)
    {
        await Before("renew", 0);
        bool held = await inner.RenewAsync(executionId, lease, cancellationToken);
        After("renew", 0);
        return held;
    }

    public ValueTask<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken) => inner.PruneAsync(endedBefore, cancellationToken);
}
