using System.Runtime.InteropServices;

namespace Playbooks.Cli;

/// <summary>
/// Turns Ctrl-C and the signals that end a process into a cancellation. The process then ends when its work has ended,
/// so that nothing is left behind. Further signals do not change that.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private PosixSignalRegistration[] _registrations = [];

    public CancellationToken Token => _source.Token;

    /// <summary>Tells the user that the signal was received. A view that draws on the terminal replaces it.</summary>
    public Action<string> Say { get; set; } = text => Console.Error.WriteLine(text);

    /// <summary>Begins to handle signals. Before that, a signal ends the process.</summary>
    public void Listen()
        => _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop),
        ];

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        // The default would end the process at once.
        context.Cancel = true;
        bool again = _source.IsCancellationRequested;
        _source.Cancel();
        try
        {
            Say(again ? "still stopping: what runs is being ended cleanly" : "stopping: what runs is being ended");
        }
        catch (OutputException)
        {
            // The terminal that sent the signal is gone.
        }
    }
}
