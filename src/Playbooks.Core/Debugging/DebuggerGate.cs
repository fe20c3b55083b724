using System.Collections.Immutable;
using System.Threading.Channels;

namespace Playbooks.Debugging;

/// <summary>Decides where to stop, and waits there.</summary>
internal sealed class DebuggerGate(Action abort) : IStepGate, IDisposable
{
    private readonly Channel<DebuggerStop> _stops = Channel.CreateUnbounded<DebuggerStop>();
    // Parallel steps stop one after the other.
    private readonly SemaphoreSlim _stopping = new(1);
    private ImmutableHashSet<string> _breakpoints = ImmutableHashSet.Create<string>(StringComparer.Ordinal);
    private DebuggerCommand _command = DebuggerCommand.StepInto;
    private StepAddress? _from;

    public bool StopAtStart { get; set; } = true;

    public IReadOnlyCollection<string> Breakpoints => _breakpoints;

    public void Add(string address) => ImmutableInterlocked.Update(ref _breakpoints, set => set.Add(address));

    public bool Remove(string address) => ImmutableInterlocked.Update(ref _breakpoints, set => set.Remove(address));

    public async ValueTask<DebuggerStop?> NextStopAsync(CancellationToken cancellationToken)
        => await _stops.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && _stops.Reader.TryRead(out DebuggerStop? stop) ? stop : null;

    public async ValueTask PassAsync(StepVisit visit, CancellationToken cancellationToken)
    {
        await _stopping.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (ReasonToStop(visit.Address) is DebuggerStopReason reason)
            {
                DebuggerStop stop = new(visit, reason);
                _stops.Writer.TryWrite(stop);
                await TakeAsync(await stop.Command.WaitAsync(cancellationToken).ConfigureAwait(false), visit, cancellationToken).ConfigureAwait(false);
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

    private async ValueTask TakeAsync(DebuggerCommand command, StepVisit visit, CancellationToken cancellationToken)
    {
        _from = visit.Address;
        _command = command;
        if (command == DebuggerCommand.Skip)
        {
            visit.Skip();
            _command = DebuggerCommand.StepOver;
        }
        else if (command == DebuggerCommand.Abort)
        {
            abort();
            // The run ends here: nothing may begin until the token has fired.
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Named as it is, or without the attempts and iterations above it.</summary>
    private bool IsBreakpoint(StepAddress address)
        => _breakpoints.Count > 0 && (_breakpoints.Contains(address.ToString()) || (address.Key is null && _breakpoints.Contains(address.Path)));
}
