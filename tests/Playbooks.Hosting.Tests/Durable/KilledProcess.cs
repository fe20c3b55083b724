using System.Diagnostics;

namespace Playbooks.Hosting.Tests.Durable;

/// <summary>A process with a journalled run, which the test tells when to go on, and kills.</summary>
internal sealed class KilledProcess : IDisposable
{
    private readonly Process _process;

    public KilledProcess(params string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Playbooks.CrashHost.exe" : "Playbooks.CrashHost"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
    }

    /// <summary>What it says next; null when it has ended.</summary>
    public async Task<string?> SaysAsync(CancellationToken cancellationToken) => await _process.StandardOutput.ReadLineAsync(cancellationToken);

    public async Task GoOnAsync()
    {
        await _process.StandardInput.WriteLineAsync("go");
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>With the signal that nothing can be done about.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
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
