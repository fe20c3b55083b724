using System.Diagnostics;

namespace Playbooks.Acceptance.Tests.Embedding;

/// <summary>The API of the examples on a free port, with a repository and a state of a test's own.</summary>
internal sealed class ApiProcess : IDisposable
{
    private readonly Process _process;

    private readonly Task<string> _said;

    private ApiProcess(Process process, string url, Task<string> said)
    {
        _process = process;
        _said = said;
        Client = new HttpClient { BaseAddress = new Uri(url), Timeout = HangGuard.Time };
    }

    public HttpClient Client { get; }

    /// <summary>What it wrote on standard output after its start; whole when it has ended.</summary>
    public Task<string> Said => _said;

    public static string ProgramOf(string project, string assembly)
        => Checkout.PathOf("artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name, $"{assembly}.dll");

    public static async Task<ApiProcess> StartAsync(string repository, string state, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new("dotnet", [ProgramOf("EmbeddingApi", "embedding-api"), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = repository,
            RedirectStandardOutput = true,
        };
        start.Environment["Playbooks__LibraryRoot"] = repository;
        start.Environment["Playbooks__Ansible__Repository"] = repository;
        start.Environment["Playbooks__Ansible__ArtifactRetention"] = "0";
        start.Environment["Playbooks__Agent__AgentId"] = "acceptance";
        start.Environment["Playbooks__Store__Path"] = Path.Combine(state, "history.db");
        Process process = Process.Start(start)!;
        List<string> said = [];
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("listening on ", StringComparison.Ordinal))
            {
                // What it says later must not fill the pipe.
                return new ApiProcess(process, line.Split(' ')[^1], process.StandardOutput.ReadToEndAsync(CancellationToken.None));
            }

            said.Add(line);
        }

        process.Dispose();
        throw new InvalidOperationException($"The API ended:\n{string.Join('\n', said)}");
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
