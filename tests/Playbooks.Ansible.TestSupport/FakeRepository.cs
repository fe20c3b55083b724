using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Playbooks.TestSupport;
using Xunit;

namespace Playbooks.Ansible.TestSupport;

/// <summary>A repository whose runs are played by the fake runner, from a recorded case and a scenario.</summary>
public sealed class FakeRepository : IDisposable
{
    // Plays both programs: it tells by its arguments which one it is.
    private static readonly string FakeProgram = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Playbooks.FakeAnsibleRunner.exe" : "Playbooks.FakeAnsibleRunner");

    public FakeRepository(string? recordedCase = "ok-only", object? scenario = null)
    {
        Write("site.yml", "[]");
        if (recordedCase is not null)
        {
            File.Copy(RecordedCase.Load(recordedCase).EventsFile, Path.Combine(Folder, "events.jsonl"));
        }

        if (scenario is not null)
        {
            Write("scenario.json", JsonSerializer.Serialize(scenario));
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("playbooks-fake-").FullName;

    public string ArtifactFolder => Folder + "-artifacts";

    public AnsibleBackend Backend { get; init; }

    public AnsibleExecutorOptions Options => new()
    {
        Backend = Backend,
        RunnerProgram = FakeProgram,
        PlaybookProgram = FakeProgram,
        ArtifactDirectory = ArtifactFolder,
        GracePeriod = TimeSpan.FromSeconds(1),

        // The fake is a .NET program, and finds .NET as this one did.
        Environment = { ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")) },
    };

    public AnsibleExecutor Executor() => new(Folder, Options);

    public Task<ExecutionSummary> RunAsync(AnsibleRequest? request = null, CancellationToken cancellationToken = default)
        => Executor().ExecuteAsync(request ?? new AnsibleRequest { Playbook = "site.yml" }, cancellationToken == default ? TestContext.Current.CancellationToken : cancellationToken);

    /// <summary>How the fake was called.</summary>
    public JsonNode Call() => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "call.json")))!;

    /// <summary>The fake's own arguments.</summary>
    public IEnumerable<string> Arguments() => Call()["arguments"]!.AsArray().Select(argument => argument!.ToString());

    /// <summary>The arguments that Ansible would have got from the runner.</summary>
    public string CommandLine() => Arguments().FirstOrDefault(argument => argument.StartsWith("--cmdline=", StringComparison.Ordinal)) ?? "";

    public bool Has(string name) => File.Exists(Path.Combine(Folder, name));

    public void Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public Task UntilItHangsAsync()
        => Eventually.IsAsync(() => Has("hanging"), "the fake hangs", TestContext.Current.CancellationToken);

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        if (Directory.Exists(ArtifactFolder))
        {
            Directory.Delete(ArtifactFolder, recursive: true);
        }
    }
}
