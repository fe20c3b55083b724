using System.Reflection;
using System.Text;

namespace Playbooks.Testing;

/// <summary>The playbooks of a test, in memory, with their step types and clock.</summary>
/// <remarks>
/// Every playbook counts as verified, so that others can use it as a step; <see cref="Unverified"/> changes that.
/// </remarks>
/// <example>
/// <code>
/// FakeStep command = FakeStep.Of("utility.command").Fails("busy").Gives("""{ "exit_code": 0 }""");
/// ExecutionReport report = await new TestPlaybooks()
///     .AddFolder("playbooks")
///     .Use(command)
///     .RunAsync("restart.yaml", new Dictionary&lt;string, object?&gt; { ["service"] = "kuma" });
/// report.ShouldHaveCompleted();
/// report.Step("restart").ShouldHaveTaken(attempts: 2);
/// </code>
/// </example>
public sealed class TestPlaybooks
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unverified = new(StringComparer.Ordinal);
    private readonly List<IStepHandler> _steps = [];

    /// <summary>The clock of the runs; a <see cref="TestClock"/> by default, with which waits take no time.</summary>
    public TimeProvider Clock { get; init; } = new TestClock();

    /// <summary>The folder at which relative paths of steps start; by default that of the test's program.</summary>
    public string RootDirectory { get; init; } = AppContext.BaseDirectory;

    /// <summary>
    /// The options of the engine, credentials among them. The step types of <see cref="Use"/> are added to them.
    /// </summary>
    public PlaybookEngineOptions Options { get; init; } = new();

    /// <summary>Adds a playbook, or replaces the one at that path.</summary>
    /// <param name="path">The path from the library's root, with <c>/</c>, as <c>playbook.run</c> names it.</param>
    /// <param name="yaml">The content of its file.</param>
    /// <exception cref="ArgumentException">The path is not valid in a library.</exception>
    public TestPlaybooks Add(string path, string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        return Add(path, Encoding.UTF8.GetBytes(yaml));
    }

    /// <summary>Adds the YAML files of a folder and of its subfolders with their present content.</summary>
    /// <param name="folder">The library's root; a relative path starts at <see cref="RootDirectory"/>.</param>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    public TestPlaybooks AddFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string root = Path.GetFullPath(folder, Path.GetFullPath(RootDirectory));
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(IsYaml))
        {
            Add(Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllBytes(file));
        }

        return this;
    }

    /// <summary>Adds the YAML files that an assembly embeds.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="prefix">The beginning of the resources' names. The rest of a name is the path.</param>
    /// <remarks>
    /// In a name without <c>/</c>, each dot but the last stands for a folder, as the compiler names resources by
    /// default. Give files with further dots in their names a <c>LogicalName</c> with <c>/</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The assembly does not embed such a file.</exception>
    public TestPlaybooks AddResources(Assembly assembly, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(prefix);
        string[] all = assembly.GetManifestResourceNames();
        string[] names = [.. all.Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && IsYaml(name))];
        if (names.Length == 0)
        {
            string known = all.Length == 0 ? "it embeds nothing" : $"it embeds {string.Join(", ", all)}";
            string wanted = $"{assembly.GetName().Name} embeds no YAML file whose name begins with '{prefix}'";
            throw new ArgumentException($"{wanted}; {known}", nameof(prefix));
        }

        foreach (string name in names)
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            Add(PathOf(name[prefix.Length..]), content);
        }

        return this;
    }

    /// <summary>Names playbooks that do not count as verified.</summary>
    public TestPlaybooks Unverified(params IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _unverified.UnionWith(paths.Select(path => PlaybookPath.Parse(path).Value));
        return this;
    }

    /// <summary>Adds step types: fakes, which replace built-in ones, and your own.</summary>
    public TestPlaybooks Use(params IReadOnlyList<IStepHandler> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        _steps.AddRange(steps);
        return this;
    }

    /// <summary>Creates an engine for the playbooks that have been added so far.</summary>
    /// <exception cref="ArgumentException">Two step handlers have the same type.</exception>
    public PlaybookEngine CreateEngine()
    {
        Dictionary<string, ReadOnlyMemory<byte>> files = new(_files, StringComparer.Ordinal);
        PlaybookLibrary library = PlaybookLibrary.InMemory(files, files.Keys.Except(_unverified), RootDirectory, Clock);
        return new PlaybookEngine(library, Options with { Steps = [.. Options.Steps, .. _steps] });
    }

    /// <summary>Plans a playbook and runs it to its end.</summary>
    /// <param name="path">The path from the library's root, with <c>/</c>.</param>
    /// <param name="parameters">Its parameters, by name.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The report, also when the playbook fails.</returns>
    /// <exception cref="PlaybookInvalidException">The playbook, a nested one or the parameters have errors; nothing
    /// ran.</exception>
    public Task<ExecutionReport> RunAsync(
        string path,
        IReadOnlyDictionary<string, object?>? parameters = null,
        CancellationToken cancellationToken = default)
        => CreateEngine().RunAsync(path, parameters, cancellationToken);

    private static bool IsYaml(string name) => Path.GetExtension(name) is ".yaml" or ".yml";

    private static string PathOf(string name)
        => name.Contains('/', StringComparison.Ordinal)
            ? name.TrimStart('/')
            : Path.GetFileNameWithoutExtension(name).TrimStart('.').Replace('.', '/') + Path.GetExtension(name);

    private TestPlaybooks Add(string path, ReadOnlyMemory<byte> content)
    {
        _files[PlaybookPath.Parse(path).Value] = content;
        return this;
    }
}
