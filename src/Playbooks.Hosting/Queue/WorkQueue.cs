using System.Diagnostics;
using Playbooks.Agent;
using Playbooks.Diagnostics;

namespace Playbooks.Hosting;

/// <summary>An agent's queue in this process: bounded, with a number of workers.</summary>
/// <remarks>
/// <para>The most urgent work is done first, and among equals the oldest. Waiting work becomes more urgent by one
/// priority in each <see cref="WorkQueueOptions.AgingInterval"/>. After four of them, later work cannot overtake it, so
/// that no work starves. Works with the same concurrency key are done one at a time; meanwhile, other work passes
/// them.</para>
/// <para>With <see cref="WorkQueueOptions.Notes"/>, waiting work survives the process. Work that was under way when a
/// process died is never repeated silently. It ends as failed and interrupted, unless its type is one of
/// <see cref="WorkQueueOptions.RepeatableWorkTypes"/>.</para>
/// <para>Safe for use by many threads. Work may be queued before the start, and is done after it. With notes, the first
/// work starts the queue.</para>
/// </remarks>
/// <example>
/// <code>
/// await using WorkQueue queue = new(agent, new WorkQueueOptions { Workers = 2 });
/// await queue.StartAsync();
/// WorkTicket ticket = await queue.EnqueueAsync(request);
/// WorkResult result = await ticket.Completion;
/// </code>
/// </example>
public sealed class WorkQueue : IWorkQueue, IAsyncDisposable
{
    // A handler that ignores its cancellation must not keep a host from ending.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly InfrastructureAgent _agent;
    private readonly WorkQueueOptions _options;
    private readonly StoredQueue? _stored;
    private readonly TicketTable _tickets = new();
    private readonly WaitingWork _waiting;
    private readonly Dictionary<WorkTicket, Task> _running = [];
    private readonly HashSet<string> _busyKeys = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _starting = new(1, 1);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _stopped;
    private long _sequence;
    private int _arriving;
    private bool _isStarted;
    private bool _isStopping;

    /// <summary>Creates the queue of an agent.</summary>
    /// <param name="agent">Does the work.</param>
    /// <param name="options">The options of the queue; the defaults when null.</param>
    /// <exception cref="ArgumentException">An option has no sensible value; the message names all of them.</exception>
    public WorkQueue(InfrastructureAgent agent, WorkQueueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(agent);
        _agent = agent;
        _options = options ?? new WorkQueueOptions();
        OptionFaults.ThrowIfAny(_options.FindFaults(), nameof(options));

        _waiting = new WaitingWork(_options.AgingInterval, _options.TimeProvider);
        _stored = _options.Notes is { } notes ? new StoredQueue(notes, agent.AgentId, _options.TimeProvider, _options.Logger) : null;
    }

    /// <summary>A task that ends at the next change in the queue.</summary>
    internal Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Reads the stored work and begins to work. Does nothing when the queue was started before.</summary>
    /// <exception cref="InvalidOperationException">Another process works on the stored queue of this agent's id, or the
    /// queue was stopped.</exception>
    /// <exception cref="Playbooks.Storage.ExecutionStoreException">The stored queue cannot be read.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isStarted)
            {
                return;
            }

            lock (_lock)
            {
                if (_isStopping)
                {
                    throw new InvalidOperationException("The queue was stopped; make a new one.");
                }
            }

            if (_stored is not null)
            {
                await LoadAsync(_stored, cancellationToken).ConfigureAwait(false);
            }

            lock (_lock)
            {
                _isStarted = true;
                QueueLog.Started(_options.Logger, _options.Workers, _waiting.Count);
                BeginNext();
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<WorkTicket> EnqueueAsync(WorkRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        _agent.Check(request);
        cancellationToken.ThrowIfCancellationRequested();
        if (_stored is not null && !_isStarted && GetStatus().IsAccepting)
        {
            // Load the stored queue first, so that older work keeps its order.
            await StartAsync(cancellationToken).ConfigureAwait(false);
        }

        string? key = (_options.ConcurrencyKey ?? DefaultKey)(request);
        WorkTicket ticket = new(this, request, key, _options.TimeProvider.GetTimestamp());
        lock (_lock)
        {
            if (_tickets.Find(request.TaskId) is { } known && !known.IsForgettable)
            {
                return RequestText.IsSame(known.Request, request) ? known
                    : throw Refuse(request, WorkRefusal.TaskIdTaken, $"task_id '{request.TaskId}' names other work, with another work_type or other parameters: give new work a new task_id.");
            }

            int waiting = _waiting.Count + _arriving;
            if (_isStopping || waiting >= _options.Limit)
            {
                throw _isStopping
                    ? Refuse(request, WorkRefusal.Stopped, "The queue takes no more work, as it stops: send it again when it has started anew.")
                    : Refuse(request, WorkRefusal.Full, $"The queue is full: {waiting} works wait, and {_options.Limit} may. Send it again later.");
            }

            _arriving++;
            ticket.Sequence = ++_sequence;
            _tickets.Add(ticket);
        }

        await ArriveAsync(ticket, cancellationToken).ConfigureAwait(false);
        return ticket;
    }

    /// <inheritdoc/>
    public WorkTicket? Find(string taskId)
    {
        ArgumentNullException.ThrowIfNull(taskId);
        lock (_lock)
        {
            return _tickets.Find(taskId);
        }
    }

    /// <inheritdoc/>
    public WorkQueueStatus GetStatus()
    {
        lock (_lock)
        {
            return new WorkQueueStatus(_waiting.Count + _arriving, _running.Count, _options.Limit, _options.Workers, !_isStopping);
        }
    }

    /// <summary>
    /// Takes no more work and begins none. Work under way may go on for <see cref="WorkQueueOptions.FinishWithin"/> and
    /// is then cancelled. When the task ends, every ticket has its result. Stored work that still waits is done after
    /// the next start.
    /// </summary>
    /// <param name="cancellationToken">Cancels the work under way at once.</param>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<WorkTicket> waiting;
        lock (_lock)
        {
            if (_stopped is not null)
            {
                return _stopped;
            }

            _isStopping = true;
            waiting = _waiting.Clear();
            QueueLog.Stopping(_options.Logger, _running.Count, waiting.Count);
            _stopped = StopAsync(waiting, [.. _running.Keys], [.. _running.Values], cancellationToken);
            return _stopped;
        }
    }

    /// <summary>Stops the queue, if it was not stopped before.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _starting.Dispose();
        _stored?.Dispose();
    }

    internal WorkProgress ProgressOf(WorkTicket ticket)
    {
        lock (_lock)
        {
            // The stage and the result are set under the lock: work counts as ended only when it has its result.
            return ticket.Stage switch
            {
                WorkStage.Queued => new WorkProgress(WorkStage.Queued, _waiting.PositionOf(ticket), null),
                WorkStage.Running => new WorkProgress(WorkStage.Running, null, null),
                _ => new WorkProgress(WorkStage.Ended, null, ticket.Result),
            };
        }
    }

    internal async Task<bool> CancelAsync(WorkTicket ticket)
    {
        bool wasWaiting;
        lock (_lock)
        {
            if (ticket.Stage == WorkStage.Ended)
            {
                return false;
            }

            wasWaiting = _waiting.Remove(ticket);
        }

        if (wasWaiting)
        {
            await ForgetAsync(ticket).ConfigureAwait(false);
            End(ticket, Unworked(ticket, WorkStatus.Cancelled, "The work was cancelled before it began."), isForgettable: true);
        }
        else
        {
            await ticket.StopAsync().ConfigureAwait(false);
        }

        return true;
    }

    private static string? DefaultKey(WorkRequest request) => WorkKeys.Of(request, repository: null);

    // Stores the work and adds it to the waiting work.
    private async Task ArriveAsync(WorkTicket ticket, CancellationToken cancellationToken)
    {
        bool isIn = false;
        try
        {
            if (_stored is not null)
            {
                (string? json, string? reason) = RequestText.Of(ticket.Request);
                if (json is null)
                {
                    QueueLog.NotStored(_options.Logger, ticket.TaskId, reason!);
                }
                else
                {
                    ticket.Slot = await _stored.AddAsync(ticket.Sequence, json, cancellationToken).ConfigureAwait(false);
                }
            }

            isIn = true;
        }
        finally
        {
            await SettleAsync(ticket, isIn).ConfigureAwait(false);
        }
    }

    private async Task SettleAsync(WorkTicket ticket, bool isIn)
    {
        lock (_lock)
        {
            _arriving--;
            if (isIn && !_isStopping && !ticket.Cancellation.IsCancellationRequested)
            {
                _waiting.Add(ticket);
                QueueLog.Queued(_options.Logger, ticket.TaskId, ticket.Request.WorkType, ticket.Request.Priority, _waiting.Count);
                BeginNext();
                return;
            }
        }

        if (ticket.Cancellation.IsCancellationRequested)
        {
            await ForgetAsync(ticket).ConfigureAwait(false);
        }

        // Other callers may wait for this ticket under the same task id, so it must end in any case.
        string reason = !isIn ? "The work could not be stored, and was not begun."
            : ticket.Cancellation.IsCancellationRequested ? "The work was cancelled before it began."
            : NotBegun(ticket);
        End(ticket, Unworked(ticket, isIn ? WorkStatus.Cancelled : WorkStatus.Failed, reason), isForgettable: true);
    }

    // The caller holds the lock.
    private void BeginNext()
    {
        while (_isStarted && !_isStopping && _running.Count < _options.Workers && _waiting.Take(_busyKeys) is { } ticket)
        {
            ticket.Stage = WorkStage.Running;
            if (ticket.Key is { } key)
            {
                _busyKeys.Add(key);
            }

            // The work must not inherit the context of the caller who queued or ended other work at this moment.
            using (ExecutionContext.SuppressFlow())
            {
                _running.Add(ticket, Task.Run(() => WorkAsync(ticket)));
            }
        }

        Pulse();
    }

    private async Task WorkAsync(WorkTicket ticket)
    {
        Activity.Current = ticket.Parent;
        WorkResult result;
        try
        {
            await MarkBegunAsync(ticket).ConfigureAwait(false);
            ticket.HasBegun = true;
            result = await _agent.ExecuteAsync(ticket.Request, ticket.Cancellation).ConfigureAwait(false);
            if (ticket.IsStopping && result.Status == WorkStatus.Cancelled)
            {
                result = await InterruptAsync(ticket, result with { ErrorMessage = $"The work was interrupted, as the queue stopped: {result.ErrorMessage}" }).ConfigureAwait(false);
            }

            await ForgetAsync(ticket).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Only the store can fail here, because the agent never throws. Work that could not be marked as begun was
            // not begun.
            QueueLog.NotRecorded(_options.Logger, ticket.TaskId, exception);
            result = Unworked(ticket, WorkStatus.Failed, $"The work was not begun, as that could not be stored: {exception.Message}");
        }

        End(ticket, result, isForgettable: !ticket.HasBegun);
    }

    private async Task MarkBegunAsync(WorkTicket ticket)
    {
        if (_stored is not null && ticket.Slot is { } slot)
        {
            await _stored.BeginAsync(slot, ticket.Sequence, ticket.Request.ToJson()).ConfigureAwait(false);
        }
    }

    private async Task ForgetAsync(WorkTicket ticket)
    {
        if (_stored is null || ticket.Slot is not { } slot)
        {
            return;
        }

        try
        {
            await _stored.RemoveAsync(slot).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The work has its result all the same. After a restart, the stored result is found.
            QueueLog.NotRecorded(_options.Logger, ticket.TaskId, exception);
        }
    }

    // Records the interruption in the agent's store of results, where the agent finds it when it gets the work again.
    private async Task<WorkResult> InterruptAsync(WorkTicket ticket, WorkResult result)
    {
        QueueLog.Interrupted(_options.Logger, ticket.TaskId, ticket.Request.WorkType, result.ErrorMessage ?? "");
        try
        {
            if (_options.Results is { } results)
            {
                await results.SaveAsync(StoredWork.Of(ticket.Request, result), CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            QueueLog.NotRecorded(_options.Logger, ticket.TaskId, exception);
        }

        return result;
    }

    private void End(WorkTicket ticket, WorkResult result, bool isForgettable)
    {
        lock (_lock)
        {
            if (ticket.Stage == WorkStage.Ended)
            {
                return;
            }

            ticket.Stage = WorkStage.Ended;
            ticket.Result = result;
            ticket.IsForgettable = isForgettable;
            if (_running.Remove(ticket) && ticket.Key is { } key)
            {
                _busyKeys.Remove(key);
            }

            _tickets.Ended(ticket);
            BeginNext();
        }

        ticket.End(result);
    }

    // The caller holds the lock.
    private void Pulse()
    {
        TaskCompletionSource changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    private async Task StopAsync(IReadOnlyList<WorkTicket> waiting, IReadOnlyList<WorkTicket> running, IReadOnlyList<Task> works, CancellationToken cancellationToken)
    {
        // Leave the caller's lock first.
        await Task.Yield();
        foreach (WorkTicket ticket in waiting)
        {
            End(ticket, Unworked(ticket, WorkStatus.Cancelled, NotBegun(ticket)), isForgettable: true);
        }

        Task all = Task.WhenAll(works);
        await all.WaitAsync(_options.FinishWithin, _options.TimeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (WorkTicket ticket in running.Where(ticket => !ticket.Completion.IsCompleted))
        {
            ticket.IsStopping = true;
            await ticket.StopAsync().ConfigureAwait(false);
        }

        await all.WaitAsync(StopTimeout, _options.TimeProvider, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (WorkTicket ticket in running.Where(ticket => !ticket.Completion.IsCompleted))
        {
            string reason = "The work was interrupted, as the queue stopped, and did not end when it was cancelled: it may still be under way.";
            End(ticket, await InterruptAsync(ticket, Unworked(ticket, WorkStatus.Failed, reason)).ConfigureAwait(false), isForgettable: false);
        }

        await CloseAsync().ConfigureAwait(false);
    }

    private async Task CloseAsync()
    {
        try
        {
            if (_stored is not null && _isStarted)
            {
                await _stored.CloseAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            QueueLog.NotRecorded(_options.Logger, "", exception);
        }
    }

    private async Task LoadAsync(StoredQueue stored, CancellationToken cancellationToken)
    {
        foreach ((int slot, StoredEntry entry, WorkRequest request) in await stored.OpenAsync(cancellationToken).ConfigureAwait(false))
        {
            WorkTicket ticket = new(this, request, (_options.ConcurrencyKey ?? DefaultKey)(request), _options.TimeProvider.GetTimestamp()) { Slot = slot, Sequence = entry.Sequence };
            bool isRepeatable = _options.RepeatableWorkTypes.Contains(request.WorkType);
            bool mayBeDone = entry.IsBegun && !isRepeatable;
            if (entry.IsBegun && isRepeatable)
            {
                QueueLog.Repeated(_options.Logger, request.TaskId, request.WorkType);
            }

            lock (_lock)
            {
                _sequence = Math.Max(_sequence, entry.Sequence);
                _tickets.Add(ticket);
                if (!mayBeDone)
                {
                    _waiting.Add(ticket);
                }
            }

            if (mayBeDone)
            {
                await ReportAsync(ticket, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A process that died had begun this work. Either it has a result, or its progress is unknown.
    private async Task ReportAsync(WorkTicket ticket, CancellationToken cancellationToken)
    {
        StoredWork? done = _options.Results is { } results ? await results.FindAsync(ticket.TaskId, cancellationToken).ConfigureAwait(false) : null;
        WorkResult result = done?.Result ?? await InterruptAsync(ticket, Unworked(
            ticket,
            WorkStatus.Failed,
            "The work was interrupted: the process that did it ended, and how far it came is not known. See to it, and send it under a new task_id.")).ConfigureAwait(false);
        await ForgetAsync(ticket).ConfigureAwait(false);
        End(ticket, result, isForgettable: false);
    }

    private WorkRefusedException Refuse(WorkRequest request, WorkRefusal reason, string message)
    {
        QueueLog.Refused(_options.Logger, request.TaskId, message);
        return new WorkRefusedException(reason, message, _waiting.Count + _arriving, _options.Limit);
    }

    private static string NotBegun(WorkTicket ticket) => ticket.IsStored
        ? "The queue stopped before the work began. It is stored, and is done when the queue starts again."
        : "The queue stopped before the work began. It is not stored: send it again.";

    private WorkResult Unworked(WorkTicket ticket, WorkStatus status, string reason) => new()
    {
        TaskId = ticket.TaskId,
        Status = status,
        ErrorMessage = reason,
        AgentId = _agent.AgentId,
        TraceId = ticket.Request.TraceId,
        RequestId = ticket.Request.RequestId,
    };
}
