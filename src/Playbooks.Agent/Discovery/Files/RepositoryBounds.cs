using System.Collections.Concurrent;

namespace Playbooks.Agent.Discovery.Files;

/// <summary>Tells what is inside the repository, links followed.</summary>
internal sealed class RepositoryBounds
{
    private const int MaximumLinks = 20;

    private readonly string[] _roots;
    private readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);

    /// <param name="repository">An absolute path without a separator at its end.</param>
    public RepositoryBounds(string repository)
    {
        Root = repository;
        _roots = TargetOf(new DirectoryInfo(repository)) is { } target ? [repository, target] : [repository];
    }

    public string Root { get; }

    /// <summary>The path where what a path names really is, or null when that is outside of the repository or nowhere.</summary>
    public string? Resolve(string path) => Resolve(path, MaximumLinks);

    private string? Resolve(string path, int links)
    {
        if (links == 0 || Path.GetDirectoryName(path) is not { } folder || !IsInsideFolder(folder, links))
        {
            return null;
        }

        FileInfo file = new(path);
        if (file.LinkTarget is null)
        {
            return path;
        }

        return TargetOf(file) is { } target ? Resolve(target, links - 1) : null;
    }

    private bool IsInsideFolder(string folder, int links)
    {
        if (_roots.Contains(folder, StringComparer.Ordinal))
        {
            return true;
        }

        if (links == 0 || !Array.Exists(_roots, root => folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            return false;
        }

        if (!_folders.TryGetValue(folder, out bool isInside))
        {
            DirectoryInfo directory = new(folder);
            isInside = directory.LinkTarget is null
                ? IsInsideFolder(Path.GetDirectoryName(folder)!, links)
                : TargetOf(directory) is { } target && IsInsideFolder(target, links - 1) && IsInsideFolder(Path.GetDirectoryName(folder)!, links);
            _folders[folder] = isInside;
        }

        return isInside;
    }

    // null too when links go round in circles, or more of them than the system follows.
    private static string? TargetOf(FileSystemInfo info)
    {
        try
        {
            return info.ResolveLinkTarget(returnFinalTarget: true)?.FullName is { } target ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
