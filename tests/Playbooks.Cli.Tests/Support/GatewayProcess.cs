using System.Diagnostics;

namespace Playbooks.Cli.Tests.Support;

/// <summary>The gateway of the examples, on a free port, for as long as a test needs it.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private static readonly string Program = Checkout.PathOf(
        "artifacts", "bin", "Gateway", new DirectoryInfo(AppContext.BaseDirectory).Name, "gateway.dll");

    private readonly Process _process;

    private GatewayProcess(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    public static string Password { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What the playbooks find the gateway's credential in.</summary>
    public static IReadOnlyDictionary<string, string> Credential { get; } = new Dictionary<string, string>
    {
        ["PLAYBOOKS_CREDENTIAL_GATEWAY_ADMIN__USERNAME"] = "demo",
        ["PLAYBOOKS_CREDENTIAL_GATEWAY_ADMIN__PASSWORD"] = Password,
    };

    public string Url { get; }

    public static async Task<GatewayProcess> StartAsync(CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new("dotnet", [Program, "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["GATEWAY_USERNAME"] = "demo";
        start.Environment["GATEWAY_PASSWORD"] = Password;
        Process process = Process.Start(start)!;
        try
        {
            // It says so as soon as it can be reached, and nothing else.
            string? line = await process.StandardOutput.ReadLineAsync(cancellationToken);
            line.ShouldNotBeNull("the gateway ended");
            return new GatewayProcess(process, line.Split(' ')[^1]);
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
