using System.Runtime.InteropServices;
using System.Text.Json;

namespace Playbooks.Acceptance.Tests.Packages;

/// <summary>The console app, installed from its package.</summary>
[Collection(PackagesCollection.Name)]
public sealed class ToolSpecs(PackedPackages packages)
{
    private const int LargestPackage = 12_000_000;

    [Fact]
    public void The_package_of_the_tool_is_under_12_MB()
        => new FileInfo(Path.Combine(packages.Feed, $"Playbooks.Cli.{packages.Version}.nupkg")).Length.ShouldBeLessThan(LargestPackage);

    [Fact(Timeout = 300_000)]
    public async Task The_installed_tool_runs_a_playbook_and_finds_it_in_its_history()
    {
        InstalledTool tool = await packages.InstallToolAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(tool.Folder, "hello.yaml"), """
            name: Hello
            steps: [{ id: say, type: utility.log, parameters: { message: "hello from the tool" } }]
            outputs: { said: "{{ step.say.message }}" }
            """, TestContext.Current.CancellationToken);

        await RunAsync("run", "hello.yaml");
        using JsonDocument runs = JsonDocument.Parse(await RunAsync("runs", "--format", "json"));

        JsonElement run = runs.RootElement.GetProperty("runs").EnumerateArray().ShouldHaveSingleItem();
        run.GetProperty("playbook").GetString().ShouldBe("hello.yaml");
        run.GetProperty("status").GetString().ShouldBe("completed");
        File.Exists(tool.History).ShouldBeTrue();

        Task<string> RunAsync(params string[] arguments)
            => new Command(tool.Program, [.. arguments, "--history", tool.History])
            {
                WorkingDirectory = tool.Folder,
                Environment = new Dictionary<string, string> { ["DOTNET_ROOT"] = DotnetRoot() },
            }.RunAsync(TestContext.Current.CancellationToken);
    }

    // The program looks for .NET where installers put it; here it may be elsewhere.
    private static string DotnetRoot() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
