using Playbooks.Storage;

namespace Playbooks;

/// <summary>Renews a run's lease as long as it is under way.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;

    /// <param name="store">Where the lease is.</param>
    /// <param name="executionId">The run.</param>
    /// <param name="lease">As it was taken.</param>
    /// <param name="duration">How long it holds each time.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="onLost">Told once why the run must not go on here.</param>
    public LeaseKeeper(IExecutionStore store, string executionId, RunLease lease, TimeSpan duration, TimeProvider timeProvider, Action<string> onLost)
        => _renewing = RenewAsync(store, executionId, lease, duration, timeProvider, onLost);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(false);
        _ended.Dispose();
    }

    private async Task RenewAsync(IExecutionStore store, string executionId, RunLease lease, TimeSpan duration, TimeProvider timeProvider, Action<string> onLost)
    {
        using PeriodicTimer timer = new(duration / 3, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token).ConfigureAwait(false))
            {
                RunLease renewed = lease with { ExpiresAt = timeProvider.GetUtcNow() + duration };
                try
                {
                    if (!await store.RenewAsync(executionId, renewed, _ended.Token).ConfigureAwait(false))
                    {
                        onLost("Another process has taken the run over, so nothing further was started here");
                        return;
                    }

                    lease = renewed;
                }
                catch (ExecutionStoreException exception) when (timeProvider.GetUtcNow() < lease.ExpiresAt)
                {
                    // It still holds; the next renewal may succeed.
                    _ = exception;
                }
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The run has ended.
        }
        catch (ExecutionStoreException exception)
        {
            onLost($"The run's lease could not be renewed in time, so nothing further was started: {exception.Message}");
        }
    }
}
