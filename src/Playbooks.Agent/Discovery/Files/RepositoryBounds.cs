using System.Collections.Concurrent;
using Playbooks.Library;

namespace Playbooks.Agent.Discovery.Files;

/// <summary>Tells what is inside the repository, links followed. Each folder is followed once.</summary>
/// <param name="repository">An absolute path without a separator at its end.</param>
internal sealed class RepositoryBounds(string repository)
{
    private readonly RootFolder _root = new(repository);
    private readonly ConcurrentDictionary<string, string?> _folders = new(StringComparer.Ordinal);

    public string Root => repository;

    /// <summary>The path where what a path names really is, or null when that is outside of the repository or nowhere.</summary>
    public string? Resolve(string path)
        => Path.GetDirectoryName(path) is { } folder && _folders.GetOrAdd(folder, Follow) is { } real
            ? Follow(Path.Join(real, Path.GetFileName(path)))
            : null;

    // null too when links go round in circles, or more of them than the system follows.
    private string? Follow(string path)
    {
        try
        {
            return _root.Follow(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
