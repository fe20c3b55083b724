using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Playbooks.Cli.Tests.Support;

/// <summary>Runs the program in a terminal of its own, as <c>script</c> of util-linux makes it.</summary>
internal static partial class Terminal
{
    /// <summary>All that was drawn, colors and cursor movements taken out.</summary>
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        string command = string.Join(' ', ((string[])["dotnet", CliProcess.Program, .. arguments]).Select(argument => $"'{argument}'"));
        ProcessStartInfo start = new("script", ["--quiet", "--return", "--command", command, "/dev/null"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        StateFolder.SetIn(start);
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["LANG"] = "C.UTF-8";
        // Build servers are no terminals to the library that draws; this one is.
        foreach (string variable in new[] { "CI", "GITHUB_ACTIONS", "TF_BUILD", "JENKINS_URL", "NO_COLOR" })
        {
            start.Environment.Remove(variable);
        }

        using CancellationTokenSource limit = new(HangGuard.Time);
        using Process process = Process.Start(start)!;
        string screen = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.ShouldBe(0, screen);
        return EscapeSequence().Replace(screen, "");
    }

    [GeneratedRegex("\u001b\\[[0-9;?]*[a-zA-Z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EscapeSequence();
}
