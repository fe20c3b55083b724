namespace Playbooks;

/// <summary>Pauses, resumes and skips steps of a run that is under way. Safe from any thread.</summary>
internal sealed class RunControl
{
    private readonly Lock _lock = new();
    private readonly List<StepLane> _lanes = [];
    private readonly List<PendingStep> _pending = [];
    private TaskCompletionSource? _pause;
    private IStepGate? _gate;
    private volatile bool _isEngaged;

    /// <summary>True when steps need permission to begin: the run is paused or has a debugger.</summary>
    public bool IsEngaged => _isEngaged;

    /// <summary>
    /// Called before a step waits for permission, which may take long. Writes the journal of the steps that have ended.
    /// </summary>
    public Func<ValueTask> BeforeWaiting { get; set; } = () => ValueTask.CompletedTask;

    /// <summary>True while a step waits for permission.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count > 0;
            }
        }
    }

    /// <summary>The innermost steps under way, and the steps that wait for permission.</summary>
    public IReadOnlyList<StepAddress> Current
    {
        get
        {
            lock (_lock)
            {
                IEnumerable<StepAddress> underWay = _lanes.Select(lane => lane.Current).OfType<StepAddress>();
                StepAddress[] all = [.. underWay.Concat(_pending.Select(step => step.Address))];
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

    /// <summary>Makes a lane and enters it.</summary>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="above">Fires when the steps have to end.</param>
    /// <param name="root">The token at the root of <paramref name="above"/>: see <see cref="StepLane.Root"/>.</param>
    public StepLane NewLane(TimeProvider timeProvider, CancellationToken above, CancellationToken root)
    {
        StepLane lane = NewLane(timeProvider);
        lane.Enter(lane.ReadClock(), above, root);
        return lane;
    }

    public StepLane NewLane(TimeProvider timeProvider)
    {
        StepLane lane = new(timeProvider, this);
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
    /// <returns>True when there was one.</returns>
    public bool Skip(StepAddress? address)
    {
        bool found = false;
        foreach (StepAddress current in address is null ? Current : [address.ForAttempt(1)])
        {
            lock (_lock)
            {
                if (_pending.Find(step => step.Address.Equals(current)) is PendingStep pending)
                {
                    pending.Skip();
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

    /// <summary>Returns when the step may begin, or is skipped.</summary>
    /// <exception cref="OperationCanceledException">The token fired while the step waited.</exception>
    public async ValueTask PassAsync(PendingStep step, StepLane lane)
    {
        CancellationToken cancellationToken = lane.Above;
        await BeforeWaiting().ConfigureAwait(false);
        lock (_lock)
        {
            _pending.Add(step);
        }

        try
        {
            while (PauseOf(step) is TaskCompletionSource pause)
            {
                await Task.WhenAny(pause.Task, step.Skipped).WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            // Cancelling ends a pause. A step that waits must not take that for a resume.
            if (lane.IsCancelled)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            if (_gate is IStepGate gate && !step.IsSkipped)
            {
                await gate.PassAsync(step, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            lock (_lock)
            {
                _pending.Remove(step);
            }
        }
    }

    private TaskCompletionSource? PauseOf(PendingStep step)
    {
        lock (_lock)
        {
            return step.IsSkipped ? null : _pause;
        }
    }

    /// <summary>Removes a lane that has ended.</summary>
    public void Forget(StepLane lane)
    {
        lock (_lock)
        {
            _lanes.Remove(lane);
        }
    }
}
