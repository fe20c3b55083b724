using Playbooks.Processes;
using Playbooks.Storage;

namespace Playbooks;

/// <summary>
/// The history's entry of a run that is under way. It is created or taken over, held by a lease, and completed with the
/// report.
/// </summary>
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
        _keeper = new LeaseKeeper(
            store, state.ExecutionId, lease, state.Options.LeaseDuration, state.TimeProvider, Lose);
    }

    /// <summary>Fires when the run is cancelled, or when another process has taken it over.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>Creates the entry of a new run, or renews the lease of a resumed one.</summary>
    /// <remarks>
    /// The token does not cancel this: a run that is cancelled before its first step is in the history too.
    /// </remarks>
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
                IReadOnlyList<JournalEntry> earlier = origin.Earlier;
                await store.AppendAsync(state.ExecutionId, earlier, CancellationToken.None).ConfigureAwait(false);
            }
        }
        else if (!await store.RenewAsync(state.ExecutionId, lease, CancellationToken.None).ConfigureAwait(false))
        {
            // The run waited for its start longer than its lease lasts.
            throw new ResumeException(
                state.ExecutionId,
                $"Run '{state.ExecutionId}' has been taken over by another process before it was started here.");
        }

        return new JournalledRun(store, state, lease, cancellationToken);
    }

    /// <summary>
    /// Stops renewing the lease and records the end of the run, unless another process has taken the run over.
    /// </summary>
    /// <param name="report">The run's report; null when the engine has failed, so that there is none.</param>
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
                // A run with an incomplete journal can be resumed. So the history does not record its end.
                RunLease ended = _lease with { ExpiresAt = _state.TimeProvider.GetUtcNow() };
                await _store.RenewAsync(_state.ExecutionId, ended, CancellationToken.None).ConfigureAwait(false);
                return;
            }

            RunCompletion completion = RunRecord.Completion(_state, report);
            string owner = _lease.Owner;
            await _store
                .CompleteAsync(_state.ExecutionId, owner, completion, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (ExecutionStoreException exception)
        {
            // The journal holds every step. Resuming the run records its end and runs no step again.
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
