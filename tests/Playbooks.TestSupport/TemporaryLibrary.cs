using System.Text;

namespace Playbooks.TestSupport;

/// <summary>A library in a folder of its own, which goes with it.</summary>
public sealed class TemporaryLibrary : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("playbooks-test-");

    public TemporaryLibrary(TimeProvider? timeProvider = null)
    {
        RootDirectory = Directory.CreateDirectory(Path.Combine(_folder.FullName, "library")).FullName;
        Library = new PlaybookLibrary(RootDirectory, timeProvider);
    }

    public PlaybookLibrary Library { get; }

    public string RootDirectory { get; }

    /// <summary>A folder beside the library, for what must not be reached.</summary>
    public string OutsideDirectory => _folder.FullName;

    public string LockFile => Path.Combine(RootDirectory, "playbooks.lock.json");

    public string FullPath(string path) => Path.Combine(RootDirectory, path);

    public TemporaryLibrary Write(string path, string yaml) => Write(path, Encoding.UTF8.GetBytes(yaml));

    public TemporaryLibrary Write(string path, byte[] content)
    {
        string full = FullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        return this;
    }

    /// <summary>What the engines of this library work with.</summary>
    public PlaybookEngineOptions Options { get; set; } = new();

    public PlaybookEngine Engine() => new(Library, Options);

    /// <summary>Verifies these playbooks one after the other: children first.</summary>
    public async Task VerifyAsync(params string[] paths)
    {
        foreach (string path in paths)
        {
            await Engine().VerifyAsync(path, new Verification { By = "test" }).ConfigureAwait(false);
        }
    }

    /// <summary>Plans a playbook under the name <c>root.yaml</c>.</summary>
    public Task<PlanningResult> PlanAsync(string yaml) => Write("root.yaml", yaml).Engine().PlanAsync("root.yaml");

    /// <summary>A run of a playbook under the name <c>root.yaml</c>, not yet started.</summary>
    public async Task<PlaybookRun> CreateRunAsync(string yaml, IReadOnlyDictionary<string, object?>? parameters = null)
        => Engine().CreateRun((await PlanAsync(yaml).ConfigureAwait(false)).EnsurePlanned(), parameters);

    /// <summary>Runs a playbook under the name <c>root.yaml</c>.</summary>
    public Task<ExecutionReport> RunAsync(string yaml, IReadOnlyDictionary<string, object?>? parameters = null, CancellationToken cancellationToken = default)
        => Write("root.yaml", yaml).Engine().RunAsync("root.yaml", parameters, cancellationToken);

    public void Dispose() => _folder.Delete(recursive: true);
}
