using Playbooks.Agent.Discovery.Facts;
using Playbooks.Agent.Discovery.Files;

namespace Playbooks.Agent.Discovery.Linking;

/// <summary>Finds the files that other files name, in the folders in which Ansible looks for them.</summary>
internal sealed class FileFinder(string root, ScannedFiles files)
{
    /// <summary>Finds the named files: at most one, or several for vars whose name contains a template.</summary>
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

    /// <summary>Finds the folder of a role; null when there is none.</summary>
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

    /// <summary>Finds the main file of a part of a role, in each form that Ansible accepts.</summary>
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
            // A path cannot contain NUL, and the system's functions throw on it.
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

    // Only templates in the file's name: a template for a folder could mean half of the repository.
    private IEnumerable<(string Path, AnsibleFileFacts Facts)> All(IEnumerable<string?> patterns, FileKind kind)
        => patterns.OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .SelectMany(pattern => files.List(Path.GetDirectoryName(pattern) ?? root)
                .Where(path => FolderNames.IsVarsFile(path) && GlobPattern.Matches(Path.GetFileName(pattern), Path.GetFileName(path))))
            .SelectMany(path => First([path], kind));
}
