using Playbooks.Processes;
using Playbooks.Storage;

namespace Playbooks;

/// <summary>The history's entry of a run under way: made or taken over, held by a lease, closed with the report.</summary>
internal sealed class JournalledRun : IAsyncDisposable
{
    private readonly IExecutionStore _store;
    private readonly RunState _state;
    private readonly RunLease _lease;
    private readonly LeaseKeeper _keeper;
    private readonly CancellationTokenSource _cancellation;
    private volatile bool _isLost;

    private JournalledRun(IExecutionStore store, RunState state, RunLease lease, CancellationToken cancellationToken)
    {
        _store = store;
        _state = state;
        _lease = lease;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        RunJournal journal = state.Journal!;
        journal.OnFailure = state.Halt;
        state.Control.BeforeWaiting = async () => await journal.FlushAsync().ConfigureAwait(false);
        _keeper = new LeaseKeeper(store, state.ExecutionId, lease, state.Options.LeaseDuration, state.TimeProvider, Lose);
    }

    /// <summary>Fires when the run is cancelled, or when another process has taken it over.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>Enters a new run into the history, or makes sure that a resumed one is still this process's.</summary>
    /// <remarks>A run that was cancelled before its first step is in the history too: the token does not stop this.</remarks>
    public static async Task<JournalledRun> EnterAsync(
        RunState state, PlaybookPlan plan, RunOrigin origin, CancellationToken cancellationToken)
    {
        IExecutionStore store = state.Options.ExecutionStore!;
        DateTimeOffset expiry = state.TimeProvider.GetUtcNow() + state.Options.LeaseDuration;
        RunLease lease = new(origin.Lease?.Owner ?? ProcessIdentity.CreateOwner(), expiry);
        if (origin.Lease is null)
        {
            StoredRun entry = RunRecord.Describe(state, plan, origin, lease);
            await store.CreateAsync(entry, RunRecord.Contents(plan), CancellationToken.None).ConfigureAwait(false);
            if (origin.Earlier.Count > 0)
            {
                await store.AppendAsync(state.ExecutionId, origin.Earlier, CancellationToken.None).ConfigureAwait(false);
            }
        }
        else if (!await store.RenewAsync(state.ExecutionId, lease, CancellationToken.None).ConfigureAwait(false))
        {
            // It waited for its start longer than the lease holds.
            throw new ResumeException(
                state.ExecutionId,
                $"Run '{state.ExecutionId}' has been taken over by another process before it was started here.");
        }

        return new JournalledRun(store, state, lease, cancellationToken);
    }

    /// <summary>Renews the lease no longer, and records the end of the run, unless another process has taken it over.</summary>
    /// <param name="report">Null when the run has none, because the engine has failed.</param>
    public async Task EndAsync(ExecutionReport? report)
    {
        await DisposeAsync().ConfigureAwait(false);
        if (_isLost || report is null)
        {
            return;
        }

        try
        {
            if (_state.Journal!.HasFailed)
            {
                // What could not be journalled can be resumed: the history says nothing of its end.
                RunLease ended = _lease with { ExpiresAt = _state.TimeProvider.GetUtcNow() };
                await _store.RenewAsync(_state.ExecutionId, ended, CancellationToken.None).ConfigureAwait(false);
                return;
            }

            RunCompletion completion = RunRecord.Completion(_state, report);
            string owner = _lease.Owner;
            await _store.CompleteAsync(_state.ExecutionId, owner, completion, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ExecutionStoreException exception)
        {
            // The journal holds every step: resuming the run records its end and runs nothing again.
            EngineLog.EndNotRecorded(_state.Logger, _state.ExecutionId, _state.Redactor.Mask(exception.Message));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _keeper.DisposeAsync().ConfigureAwait(false);
        _cancellation.Dispose();
    }

    private void Lose(string reason)
    {
        _isLost = true;
        _state.Journal!.Close();
        _state.Halt(reason);
        _ = _cancellation.CancelAsync();
    }
}
