using Playbooks.Ansible;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>A folder with Ansible playbooks that is gone after the test, and an executor for it that keeps nothing elsewhere.</summary>
internal sealed class TemporaryRepository : IDisposable
{
    private const string LocalInventory = """
        h1
        h2

        [all:vars]
        ansible_connection=local
        ansible_python_interpreter=/usr/bin/python3
        """;

    public string Folder { get; } = Directory.CreateTempSubdirectory("playbooks-acceptance-").FullName;

    public string ArtifactFolder { get; } = Directory.CreateTempSubdirectory("playbooks-artifacts-").FullName;

    public AnsibleExecutorOptions Options { get; } = new();

    public AnsibleExecutor Executor(AnsibleBackend backend)
    {
        Options.Backend = backend;
        return Executor();
    }

    public AnsibleExecutor Executor()
    {
        Options.ArtifactDirectory = ArtifactFolder;
        return new AnsibleExecutor(Folder, Options);
    }

    public static TemporaryRepository WithPlaybook(string tasks, string inventory = LocalInventory)
    {
        TemporaryRepository repository = new();
        repository.Write("inventory", inventory);
        repository.WritePlaybook("site.yml", tasks);
        return repository;
    }

    /// <summary>Writes an Ansible playbook of one play for all hosts.</summary>
    public void WritePlaybook(string name, string tasks, string playKeys = "")
        => Write(name, $"- hosts: all\n  gather_facts: false\n{playKeys}  tasks:\n" + string.Join('\n', tasks.Split('\n').Select(line => "    " + line)));

    /// <summary>Writes a program that the tests let Ansible find.</summary>
    public string WriteProgram(string name, string text)
    {
        Write(name, text);
        string path = Path.Combine(Folder, name);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    public static TemporaryRepository CopyOf(string folder)
    {
        TemporaryRepository repository = new();
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(repository.Folder, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return repository;
    }

    public void Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public IReadOnlyList<string> Files() => [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(ArtifactFolder, recursive: true);
    }
}
