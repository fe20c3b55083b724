namespace Playbooks.Cli.Tests.Support;

/// <summary>A library of a test's own, and the program run in it.</summary>
internal sealed class CliLibrary : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("playbooks-cli-");

    public string Folder => _folder.FullName;

    public static string SaysHello { get; } = """
        name: "Hello"
        version: "1.2"
        parameters:
          - { name: who, type: string, default: "world" }
        steps:
          - id: say
            name: "Say hello"
            type: utility.log
            parameters: { message: "Hello, {{ parameter.who }}!" }
        outputs:
          said: "{{ step.say.message }}"
        """;

    public static string Calls(params string[] playbooks) => "name: Caller\nsteps:\n" + string.Concat(playbooks.Select((path, index) => $"""
          - id: call{index}
            name: "Call {path}"
            type: playbook.run
            parameters:
              playbook: "{path}"

        """));

    public string PathOf(string path) => Path.Combine(Folder, path);

    public CliLibrary With(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text.ReplaceLineEndings("\n"));
        return this;
    }

    public Task<CliResult> RunAsync(params string[] arguments) => RunInAsync(Folder, arguments);

    public static async Task<CliResult> RunInAsync(string folder, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using CliProcess process = new(folder, arguments, environment);
        return await process.WaitForEndAsync();
    }

    public CliProcess Start(params string[] arguments) => new(Folder, arguments);

    public void Dispose() => _folder.Delete(recursive: true);
}
