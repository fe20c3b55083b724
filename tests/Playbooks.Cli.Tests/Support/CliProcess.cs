using System.Diagnostics;
using System.Text;

namespace Playbooks.Cli.Tests.Support;

/// <summary>The program under way: its lines can be waited for, signals sent to it.</summary>
internal sealed class CliProcess : IDisposable
{
    public static readonly string Program = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Playbooks.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "playbooks.dll"));

    private readonly CancellationTokenSource _limit = new(HangGuard.Time);
    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly StringBuilder _output = new();

    public CliProcess(string workingDirectory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? input = null)
    {
        ProcessStartInfo start = new("dotnet", [Program, .. arguments])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        StateFolder.SetIn(start);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
        _error = _process.StandardError.ReadToEndAsync(_limit.Token);
    }

    /// <summary>Reads standard output up to a line that holds the text.</summary>
    public async Task WaitForLineAsync(string text)
    {
        while (await _process.StandardOutput.ReadLineAsync(_limit.Token) is string line)
        {
            _output.Append(line).Append('\n');
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException($"It ended without saying '{text}':\n{_output}\n{await _error}");
    }

    public async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(_limit.Token);
    }

    public async Task<CliResult> WaitForEndAsync()
    {
        try
        {
            _output.Append(await _process.StandardOutput.ReadToEndAsync(_limit.Token));
            string error = await _error;
            await _process.WaitForExitAsync(_limit.Token);
            return new CliResult(_process.ExitCode, _output.ToString(), error);
        }
        catch (OperationCanceledException exception) when (_limit.IsCancellationRequested)
        {
            throw new TimeoutException($"The program did not end:\n{_output}", exception);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _limit.Dispose();
    }
}
