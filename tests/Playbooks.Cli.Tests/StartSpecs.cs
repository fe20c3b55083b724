using System.Diagnostics;
using Playbooks.Cli.Tests.Support;

namespace Playbooks.Cli.Tests;

/// <summary>What only reads starts fast, since it loads nothing that it does not need.</summary>
public sealed class StartSpecs : IDisposable
{
    private readonly CliLibrary _library = new CliLibrary().With("hello.yaml", CliLibrary.SaysHello);

    public void Dispose() => _library.Dispose();

    [Theory]
    [InlineData("validate", "hello.yaml")]
    [InlineData("plan", "hello.yaml")]
    [InlineData("list")]
    [InlineData("schema")]
    public async Task It_loads_no_database_and_nothing_that_draws_or_logs(params string[] arguments)
    {
        string program = CopyWithout("Microsoft.Data.Sqlite", "SQLitePCLRaw", "Playbooks.Hosting", "Spectre.Console", "Microsoft.Extensions.Logging.Abstractions");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { WorkingDirectory = _library.Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;

        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, $"{await output}\n{error}");
    }

    /// <summary>Files that are there, as the host wants it, and cannot be loaded.</summary>
    private string CopyWithout(params string[] assemblies)
    {
        string folder = Directory.CreateDirectory(_library.PathOf(".program")).FullName;
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(CliProcess.Program)!))
        {
            string copy = Path.Combine(folder, Path.GetFileName(file));
            if (assemblies.Any(name => Path.GetFileName(file).StartsWith(name, StringComparison.Ordinal)))
            {
                File.WriteAllText(copy, "");
            }
            else
            {
                File.Copy(file, copy);
            }
        }

        return Path.Combine(folder, Path.GetFileName(CliProcess.Program));
    }
}
