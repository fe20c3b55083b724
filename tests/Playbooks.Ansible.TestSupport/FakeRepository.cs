using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Playbooks.TestSupport;
using Xunit;

namespace Playbooks.Ansible.TestSupport;

/// <summary>A repository whose runs are played by the fake program, from a recorded case and a scenario.</summary>
public sealed class FakeRepository : IDisposable
{
    // A script of Python's, which the warm backend can import and fork: it hands over to the fake program.
    private static readonly string WarmProgram = Path.Combine(AppContext.BaseDirectory, "FakeAnsible", "ansible-playbook");

    private readonly CollectingLogger<AnsibleExecutor> _log = new();

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

    /// <summary>Plays ansible-runner and ansible-playbook: it tells by its arguments which one it is.</summary>
    public static string FakeProgram { get; } = Path.Combine(
        AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Playbooks.FakeAnsibleRunner.exe" : "Playbooks.FakeAnsibleRunner");

    public string Folder { get; } = Directory.CreateTempSubdirectory("playbooks-fake-").FullName;

    public string ArtifactFolder => Folder + "-artifacts";

    public AnsibleBackend Backend { get; init; }

    public AnsibleExecutorOptions Options => new()
    {
        Backend = Backend,
        RunnerProgram = FakeProgram,
        PlaybookProgram = Backend == AnsibleBackend.Warm ? WarmProgram : FakeProgram,
        ArtifactDirectory = ArtifactFolder,
        GracePeriod = TimeSpan.FromSeconds(1),

        // The fake is a .NET program, and finds .NET as this one did.
        Environment =
        {
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
            ["PLAYBOOKS_FAKE_PROGRAM"] = FakeProgram,
        },
        Logger = _log,
        TimeProvider = Time,
    };

    /// <summary>The clock of the runs.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The number of runs that the warm backend has left to the direct one.</summary>
    public int LeftToOthers => _log.Entries.Count(entry => entry.Message.Contains("one of its own", StringComparison.Ordinal));

    public AnsibleExecutor Executor() => new(Folder, Options);

    public Task<ExecutionSummary> RunAsync(AnsibleRequest? request = null, CancellationToken cancellationToken = default)
        => RunAsync(Options, request, cancellationToken);

    /// <summary>Runs with an executor of its own, of which nothing is left afterwards.</summary>
    public async Task<ExecutionSummary> RunAsync(
        AnsibleExecutorOptions options, AnsibleRequest? request = null, CancellationToken cancellationToken = default)
    {
        await using AnsibleExecutor executor = new(Folder, options);
        return await executor.ExecuteAsync(
            request ?? new AnsibleRequest { Playbook = "site.yml" },
            cancellationToken == default ? TestContext.Current.CancellationToken : cancellationToken);
    }

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
