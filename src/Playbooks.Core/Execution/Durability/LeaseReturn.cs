using Playbooks.Storage;

namespace Playbooks;

/// <summary>
/// Gives a lease back before it expires, so that another process can resume a run that cannot be resumed here.
/// </summary>
internal static class LeaseReturn
{
    public static async Task GiveBackAsync(
        this IExecutionStore store, string executionId, RunLease lease, TimeProvider timeProvider)
    {
        try
        {
            RunLease ended = lease with { ExpiresAt = timeProvider.GetUtcNow() };
            await store.RenewAsync(executionId, ended, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ExecutionStoreException)
        {
            // The caller has to see the fault that came first. The lease expires by itself.
        }
    }
}
