using Playbooks.Storage;

namespace Playbooks;

/// <summary>Renews a run's lease while the run is under way.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly IExecutionStore _store;
    private readonly string _executionId;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _timeProvider;
    private readonly Task _renewing;

    /// <param name="store">The store that keeps the lease.</param>
    /// <param name="executionId">The id of the run.</param>
    /// <param name="lease">The lease, as it was taken.</param>
    /// <param name="duration">The duration of each renewal.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="onLost">Called once, with the reason why the run must not go on here.</param>
    public LeaseKeeper(
        IExecutionStore store,
        string executionId,
        RunLease lease,
        TimeSpan duration,
        TimeProvider timeProvider,
        Action<string> onLost)
    {
        _store = store;
        _executionId = executionId;
        _duration = duration;
        _timeProvider = timeProvider;
        _renewing = RenewAsync(lease, onLost);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(false);
        _ended.Dispose();
    }

    private async Task RenewAsync(RunLease lease, Action<string> onLost)
    {
        using PeriodicTimer timer = new(_duration / 3, _timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token).ConfigureAwait(false))
            {
                RunLease renewed = lease with { ExpiresAt = _timeProvider.GetUtcNow() + _duration };
                try
                {
                    if (!await RenewInTimeAsync(lease, renewed).ConfigureAwait(false))
                    {
                        onLost("Another process has taken the run over, so nothing further was started here");
                        return;
                    }

                    lease = renewed;
                }
                catch (Exception exception) when (exception is ExecutionStoreException or TimeoutException
                    && _timeProvider.GetUtcNow() < lease.ExpiresAt)
                {
                    // The lease is still valid, and the next renewal may succeed.
                }
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The run has ended.
        }
        catch (Exception exception) when (exception is ExecutionStoreException or TimeoutException)
        {
            onLost(
                $"The run's lease could not be renewed in time, so nothing further was started: {exception.Message}");
        }
    }

    /// <summary>
    /// Waits only until the lease expires. If the store does not answer by then, others may take the run, so it must
    /// not go on here.
    /// </summary>
    private Task<bool> RenewInTimeAsync(RunLease held, RunLease renewed)
    {
        TimeSpan left = held.ExpiresAt - _timeProvider.GetUtcNow();
        // After the machine has slept, the lease has expired, but perhaps no other process has taken it.
        TimeSpan limit = left > TimeSpan.Zero ? left : _duration / 3;
        return _store
            .RenewAsync(_executionId, renewed, _ended.Token)
            .AsTask()
            .WaitAsync(limit, _timeProvider, _ended.Token);
    }
}
