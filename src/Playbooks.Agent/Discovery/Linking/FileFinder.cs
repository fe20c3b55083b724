using Playbooks.Agent.Discovery.Facts;
using Playbooks.Agent.Discovery.Files;

namespace Playbooks.Agent.Discovery.Linking;

/// <summary>Finds what files name, where Ansible looks for it.</summary>
internal sealed class FileFinder(string root, ScannedFiles files)
{
    /// <summary>The files that are meant; one at most, but for vars, where a template in the name may mean several.</summary>
    public IEnumerable<(string Path, AnsibleFileFacts Facts)> Find(FileReference reference, FilePlace place)
    {
        (FileKind kind, string subfolder) = reference.Kind switch
        {
            ReferenceKind.Tasks => (FileKind.Tasks, "tasks"),
            ReferenceKind.Handlers => (FileKind.Handlers, "handlers"),
            ReferenceKind.Template => (FileKind.Template, "templates"),
            _ => (FileKind.Vars, "vars"),
        };
        return reference.Name.Contains('*', StringComparison.Ordinal) && kind == FileKind.Vars
            ? All(Paths(reference.Name, subfolder, place), kind)
            : First(Paths(reference.Name, subfolder, place), kind);
    }

    /// <summary>The folder of a role, or null.</summary>
    public string? FindRole(string name, FilePlace place)
    {
        string[] parts = name.Split('.');
        IEnumerable<string?> paths =
        [
            Combine(place.PlaybookFolder, "roles", name),
            Combine(root, "roles", name),
            place.RoleFolder is { } role ? Combine(Path.GetDirectoryName(role) ?? root, name) : null,
            Combine(place.PlaybookFolder, name),
            parts.Length == 3 ? Combine(root, "collections", "ansible_collections", parts[0], parts[1], "roles", parts[2]) : null,
        ];
        return paths.OfType<string>().FirstOrDefault(files.HasFolder);
    }

    /// <summary>The main file of a part of a role, in each of the forms that Ansible takes.</summary>
    public IEnumerable<(string Path, AnsibleFileFacts Facts)> RolePart(string role, string part, string? from, FileKind kind)
    {
        string name = from ?? "main";
        IEnumerable<(string, AnsibleFileFacts)> file = First([Combine(role, part, name)], kind);
        return file.Any() || Combine(role, part, name) is not { } folder
            ? file
            : files.List(folder).Where(FolderNames.IsVarsFile).SelectMany(path => First([path], kind));
    }

    public static string? Combine(params ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            // No path can have one, and the system's functions refuse it.
            if (part.Contains('\0', StringComparison.Ordinal))
            {
                return null;
            }
        }

        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(parts)));
    }

    private static IEnumerable<string?> Paths(string name, string subfolder, FilePlace place)
    {
        if (place.RoleFolder is { } role)
        {
            yield return Combine(role, subfolder, name);
            yield return Combine(role, name);
        }

        yield return Combine(place.FileFolder, subfolder, name);
        yield return Combine(place.FileFolder, name);
        if (place.PlaybookFolder != place.FileFolder)
        {
            yield return Combine(place.PlaybookFolder, subfolder, name);
            yield return Combine(place.PlaybookFolder, name);
        }
    }

    private IEnumerable<(string Path, AnsibleFileFacts Facts)> First(IEnumerable<string?> paths, FileKind kind)
    {
        foreach (string path in paths.OfType<string>().SelectMany(path => WithExtensions(path, kind)))
        {
            if (files.Get(path, kind) is { } facts)
            {
                return [(path, facts)];
            }
        }

        return [];
    }

    private static string[] WithExtensions(string path, FileKind kind)
        => kind == FileKind.Template || Path.HasExtension(path) && FolderNames.IsYaml(path) ? [path] : [path + ".yml", path + ".yaml", path];

    // Only in the file's name: a template for a folder could mean half of the repository.
    private IEnumerable<(string Path, AnsibleFileFacts Facts)> All(IEnumerable<string?> patterns, FileKind kind)
        => patterns.OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .SelectMany(pattern => files.List(Path.GetDirectoryName(pattern) ?? root)
                .Where(path => FolderNames.IsVarsFile(path) && GlobPattern.Matches(Path.GetFileName(pattern), Path.GetFileName(path))))
            .SelectMany(path => First([path], kind));
}
