using System.Diagnostics;
using System.Text;

namespace Playbooks.Acceptance.Tests.Packages;

/// <summary>Runs a program to its end.</summary>
internal sealed record Command(string Program, params string[] Arguments)
{
    public string WorkingDirectory { get; init; } = Checkout.Root;

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The exit code that is expected.</summary>
    public int ExitCode { get; init; }

    /// <summary>What it printed on standard output; a test fails with both outputs when the exit code is another.</summary>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(Program, Arguments)
        {
            WorkingDirectory = WorkingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in Environment)
        {
            start.Environment[name] = value;
        }

        // The test runner's own settings must not reach the build of another project.
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment.Remove("MSBUILD_EXE_PATH");
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        StringBuilder output = new();
        StringBuilder error = new();
        try
        {
            await Task.WhenAll(CopyAsync(process.StandardOutput, output, cancellationToken), CopyAsync(process.StandardError, error, cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Program} {string.Join(' ', Arguments)} took too long:\n{output}\n{error}", exception);
        }

        process.ExitCode.ShouldBe(ExitCode, $"{Program} {string.Join(' ', Arguments)}\n{output}\n{error}");
        return output.ToString();
    }

    private static async Task CopyAsync(StreamReader from, StringBuilder to, CancellationToken cancellationToken)
    {
        char[] buffer = new char[4096];
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            to.Append(buffer, 0, read);
        }
    }
}
