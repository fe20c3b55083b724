using Playbooks.Storage;

namespace Playbooks.CrashHost;

/// <summary>Stops before and after each write of the journal.</summary>
internal sealed class StoppingStore(IExecutionStore inner, Points points) : IExecutionStore
{
    public async ValueTask CreateAsync(StoredRun run, IReadOnlyList<StoredPlaybook> playbooks, CancellationToken cancellationToken)
    {
        await inner.CreateAsync(run, playbooks, cancellationToken);
        await points.StopAsync("created");
    }

    public async ValueTask AppendAsync(string executionId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        await points.StopAsync("write");
        await inner.AppendAsync(executionId, entries, cancellationToken);
        await points.StopAsync("written");
    }

    public async ValueTask CompleteAsync(string executionId, string owner, RunCompletion completion, CancellationToken cancellationToken)
    {
        await points.StopAsync("complete");
        await inner.CompleteAsync(executionId, owner, completion, cancellationToken);
    }

    public ValueTask<StoredRun?> FindAsync(string executionId, CancellationToken cancellationToken) => inner.FindAsync(executionId, cancellationToken);

    public ValueTask<IReadOnlyList<JournalEntry>> ReadJournalAsync(string executionId, CancellationToken cancellationToken) => inner.ReadJournalAsync(executionId, cancellationToken);

    public ValueTask<IReadOnlyList<StoredPlaybook>> ReadPlaybooksAsync(string executionId, CancellationToken cancellationToken) => inner.ReadPlaybooksAsync(executionId, cancellationToken);

    public ValueTask<IReadOnlyList<StoredRun>> ListAsync(RunQuery query, CancellationToken cancellationToken) => inner.ListAsync(query, cancellationToken);

    public ValueTask<bool> TryAcquireAsync(string executionId, RunLease lease, string? deadOwner, DateTimeOffset now, CancellationToken cancellationToken)
        => inner.TryAcquireAsync(executionId, lease, deadOwner, now, cancellationToken);

    public ValueTask<bool> RenewAsync(string executionId, RunLease lease, CancellationToken cancellationToken) => inner.RenewAsync(executionId, lease, cancellationToken);

    public ValueTask<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken) => inner.PruneAsync(endedBefore, cancellationToken);
}
