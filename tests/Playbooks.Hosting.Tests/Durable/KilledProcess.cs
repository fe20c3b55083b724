using System.Diagnostics;

namespace Playbooks.Hosting.Tests.Durable;

/// <summary>A process with a journalled run, which the test tells when to go on, and kills.</summary>
internal sealed class KilledProcess : IDisposable
{
    private readonly Process _process;

    public KilledProcess(params string[] arguments)
        : this(new ProcessStartInfo(Program, arguments))
    {
    }

    /// <param name="start">Starts the program, be it through another one.</param>
    public KilledProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
    }

    /// <summary>The program that is killed.</summary>
    public static string Program { get; } =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Playbooks.CrashHost.exe" : "Playbooks.CrashHost");

    /// <summary>What it says next; null when it has ended.</summary>
    public async Task<string?> SaysAsync(CancellationToken cancellationToken) => await _process.StandardOutput.ReadLineAsync(cancellationToken);

    public async Task GoOnAsync()
    {
        await _process.StandardInput.WriteLineAsync("go");
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>With the signal that nothing can be done about.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => SignalAsync("KILL", cancellationToken);

    /// <summary>Sends a signal, and waits for its end.</summary>
    public async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        await Machine.SignalAsync(_process.Id, signal, cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
