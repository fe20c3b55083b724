using Playbooks.Storage;

namespace Playbooks;

/// <summary>Renews a run's lease as long as it is under way.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly IExecutionStore _store;
    private readonly string _executionId;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _timeProvider;
    private readonly Task _renewing;

    /// <param name="store">Where the lease is.</param>
    /// <param name="executionId">The run.</param>
    /// <param name="lease">As it was taken.</param>
    /// <param name="duration">How long it holds each time.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="onLost">Told once why the run must not go on here.</param>
    public LeaseKeeper(IExecutionStore store, string executionId, RunLease lease, TimeSpan duration, TimeProvider timeProvider, Action<string> onLost)
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
                catch (Exception exception) when (exception is ExecutionStoreException or TimeoutException && _timeProvider.GetUtcNow() < lease.ExpiresAt)
                {
                    // It still holds; the next renewal may succeed.
                }
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The run has ended.
        }
        catch (Exception exception) when (exception is ExecutionStoreException or TimeoutException)
        {
            onLost($"The run's lease could not be renewed in time, so nothing further was started: {exception.Message}");
        }
    }

    /// <summary>Waits no longer than the lease holds: a store that does not answer must not keep a run going that others may take.</summary>
    private Task<bool> RenewInTimeAsync(RunLease held, RunLease renewed)
    {
        TimeSpan left = held.ExpiresAt - _timeProvider.GetUtcNow();
        // After a sleep of the whole machine the lease has expired, and may be nobody's all the same.
        TimeSpan limit = left > TimeSpan.Zero ? left : _duration / 3;
        return _store.RenewAsync(_executionId, renewed, _ended.Token).AsTask().WaitAsync(limit, _timeProvider, _ended.Token);
    }
}
