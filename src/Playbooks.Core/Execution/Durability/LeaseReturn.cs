using Playbooks.Storage;

namespace Playbooks;

/// <summary>Gives a lease back before it expires: a run that cannot be resumed here is somebody else's to resume.</summary>
internal static class LeaseReturn
{
    public static async Task GiveBackAsync(this IExecutionStore store, string executionId, RunLease lease, TimeProvider timeProvider)
    {
        try
        {
            await store.RenewAsync(executionId, lease with { ExpiresAt = timeProvider.GetUtcNow() }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ExecutionStoreException)
        {
            // What went wrong before is what the caller has to know; the lease expires by itself.
        }
    }
}
