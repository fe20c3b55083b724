using System.Collections.Immutable;
using System.Threading.Channels;

namespace Playbooks.Debugging;

/// <summary>Stops a run before steps and waits there for the debugger's command.</summary>
/// <param name="abort">Cancels the run.</param>
/// <param name="isUnderFinally">Tells if a step belongs to the steps under <c>finally</c>, which go on when the run is
/// cancelled.</param>
internal sealed class DebuggerGate(Action abort, Func<StepAddress, bool> isUnderFinally) : IStepGate, IDisposable
{
    private readonly Channel<DebuggerStop> _stops = Channel.CreateUnbounded<DebuggerStop>();
    // Parallel steps stop one after the other.
    private readonly SemaphoreSlim _stopping = new(1);
    private ImmutableHashSet<Breakpoint> _breakpoints = [];
    private DebuggerCommand _command = DebuggerCommand.StepInto;
    private StepAddress? _from;

    public bool StopAtStart { get; set; } = true;

    public IReadOnlyCollection<string> Breakpoints =>
    [
        .. _breakpoints.Select(breakpoint => breakpoint.ToString()).Order(StringComparer.Ordinal),
    ];

    public void Add(Breakpoint breakpoint) => ImmutableInterlocked.Update(ref _breakpoints, set => set.Add(breakpoint));

    public bool Remove(Breakpoint breakpoint)
        => ImmutableInterlocked.Update(ref _breakpoints, set => set.Remove(breakpoint));

    public async ValueTask<DebuggerStop?> NextStopAsync(CancellationToken cancellationToken)
    {
        while (await _stops.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // Another caller may have taken the stop, and the step of a stop may have gone on by itself.
            if (_stops.Reader.TryRead(out DebuggerStop? stop) && !stop.IsOver)
            {
                return stop;
            }
        }

        return null;
    }

    public async ValueTask PassAsync(PendingStep step, CancellationToken cancellationToken)
    {
        await _stopping.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!step.IsSkipped && ReasonToStop(step.Address) is DebuggerStopReason reason)
            {
                await StopAsync(new DebuggerStop(step, reason, abort), step, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _stopping.Release();
        }
    }

    public void Close()
    {
        _stops.Writer.TryComplete();
        Dispose();
    }

    public void Dispose() => _stopping.Dispose();

    private async ValueTask StopAsync(DebuggerStop stop, PendingStep step, CancellationToken cancellationToken)
    {
        _stops.Writer.TryWrite(stop);
        try
        {
            Task first = await Task.WhenAny(stop.Command, step.Skipped)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
            if (first == stop.Command)
            {
                DebuggerCommand command = await stop.Command.ConfigureAwait(false);
                await TakeAsync(command, step, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            stop.Leave();
        }
    }

    private async ValueTask TakeAsync(DebuggerCommand command, PendingStep step, CancellationToken cancellationToken)
    {
        _from = step.Address;
        _command = command;
        if (command == DebuggerCommand.Skip)
        {
            step.Skip();
            _command = DebuggerCommand.StepOver;
        }
        else if (command == DebuggerCommand.Abort)
        {
            abort();
            if (!isUnderFinally(step.Address))
            {
                // The run ends here: no step may begin before the token has fired.
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
            }

            throw new OperationCanceledException("The debugger aborted the run.");
        }
    }

    private DebuggerStopReason? ReasonToStop(StepAddress address)
    {
        if (IsBreakpoint(address))
        {
            return DebuggerStopReason.Breakpoint;
        }

        if (_from is null)
        {
            return StopAtStart ? DebuggerStopReason.Start : null;
        }

        bool stops = _command switch
        {
            DebuggerCommand.StepInto => true,
            DebuggerCommand.StepOver => !address.IsBelow(_from),
            DebuggerCommand.StepOut => address.Depth < _from.Depth,
            _ => false,
        };
        return stops ? DebuggerStopReason.Step : null;
    }

    private bool IsBreakpoint(StepAddress address)
    {
        foreach (Breakpoint breakpoint in _breakpoints)
        {
            if (breakpoint.Means(address))
            {
                return true;
            }
        }

        return false;
    }
}
