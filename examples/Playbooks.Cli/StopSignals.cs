using System.Runtime.InteropServices;

namespace Playbooks.Cli;

/// <summary>
/// Turns Ctrl-C, and the signals that ask a process to end, into a cancellation. The process then ends when its work has
/// ended, so that nothing is left behind; asking again does not change that.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private PosixSignalRegistration[] _registrations = [];

    public CancellationToken Token => _source.Token;

    /// <summary>Tells the user that it was heard; a view that draws on the terminal takes it over.</summary>
    public Action<string> Say { get; set; } = text => Console.Error.WriteLine(text);

    /// <summary>From now on they do. Before, a signal ends the process.</summary>
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
        catch (IOException)
        {
            // The terminal that sent the signal is gone.
        }
    }
}
