namespace Playbooks;

/// <summary>What can be asked of a run while it goes on: to pause, to resume, to skip. Safe from any thread.</summary>
internal sealed class RunControl
{
    private readonly Lock _lock = new();
    private readonly List<Lane> _lanes = [];
    private readonly List<StepVisit> _held = [];
    private TaskCompletionSource? _pause;
    private IStepGate? _gate;
    private volatile bool _isEngaged;

    /// <summary>Whether steps have to ask before they begin.</summary>
    public bool IsEngaged => _isEngaged;

    /// <summary>Told when the run is about to wait for somebody: what has ended should be written down by then.</summary>
    public Func<ValueTask> BeforeWaiting { get; set; } = () => ValueTask.CompletedTask;

    /// <summary>Whether a step is held up.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_lock)
            {
                return _held.Count > 0;
            }
        }
    }

    /// <summary>The innermost steps under way, and those held up before they begin.</summary>
    public IReadOnlyList<StepAddress> Current
    {
        get
        {
            lock (_lock)
            {
                StepAddress[] all = [.. _lanes.Select(lane => lane.Current).OfType<StepAddress>().Concat(_held.Select(visit => visit.Address))];
                return [.. all.Where(address => !Array.Exists(all, other => other.IsBelow(address)))];
            }
        }
    }

    public IStepGate? Gate
    {
        get => _gate;
        set
        {
            lock (_lock)
            {
                _gate = value;
                _isEngaged = _gate is not null || _pause is not null;
            }
        }
    }

    /// <summary>A lane that is entered already.</summary>
    public Lane NewLane(TimeProvider timeProvider, long now, CancellationToken above)
    {
        Lane lane = NewLane(timeProvider);
        lane.Enter(now, above);
        return lane;
    }

    public Lane NewLane(TimeProvider timeProvider)
    {
        Lane lane = new(timeProvider, this);
        lock (_lock)
        {
            _lanes.Add(lane);
        }

        return lane;
    }

    public void Pause()
    {
        lock (_lock)
        {
            _pause ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _isEngaged = true;
        }
    }

    public void Resume()
    {
        lock (_lock)
        {
            _pause?.TrySetResult();
            _pause = null;
            _isEngaged = _gate is not null;
        }
    }

    /// <summary>Skips the step at that address, or the innermost steps under way.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Skip(StepAddress? address)
    {
        bool found = false;
        foreach (StepAddress current in address is null ? Current : [address.ForAttempt(1)])
        {
            lock (_lock)
            {
                if (_held.Find(visit => visit.Address.Equals(current)) is StepVisit held)
                {
                    held.Skip();
                    found = true;
                }
                else
                {
                    found |= _lanes.Exists(lane => lane.Skip(current));
                }
            }
        }

        return found;
    }

    /// <summary>Returns when the step may begin, or is not to be run.</summary>
    /// <exception cref="OperationCanceledException">The token fired while it was held up.</exception>
    public async ValueTask PassAsync(StepVisit visit, CancellationToken cancellationToken)
    {
        await BeforeWaiting().ConfigureAwait(false);
        lock (_lock)
        {
            _held.Add(visit);
        }

        try
        {
            while (PauseOf(visit) is TaskCompletionSource pause)
            {
                await Task.WhenAny(pause.Task, visit.Skipped).WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            // Cancelling ends a pause: the step that was held up must not take that for a resume.
            cancellationToken.ThrowIfCancellationRequested();
            if (_gate is IStepGate gate && !visit.IsSkipped)
            {
                await gate.PassAsync(visit, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            lock (_lock)
            {
                _held.Remove(visit);
            }
        }
    }

    private TaskCompletionSource? PauseOf(StepVisit visit)
    {
        lock (_lock)
        {
            return visit.IsSkipped ? null : _pause;
        }
    }

    /// <summary>The lane has ended.</summary>
    public void Forget(Lane lane)
    {
        lock (_lock)
        {
            _lanes.Remove(lane);
        }
    }
}
