using System.Collections.Concurrent;
using Playbooks.Library;

namespace Playbooks.Agent.Discovery.Files;

/// <summary>
/// Tells if paths are inside the repository once their links are resolved. Each folder is resolved once.
/// </summary>
/// <param name="repository">An absolute path without a separator at its end.</param>
internal sealed class RepositoryBounds(string repository)
{
    private readonly RootFolder _root = new(repository);
    private readonly ConcurrentDictionary<string, string?> _folders = new(StringComparer.Ordinal);

    public string Root => repository;

    /// <summary>
    /// Resolves the links of a path. Gives null when the target does not exist or is outside of the repository.
    /// </summary>
    public string? Resolve(string path)
        => Path.GetDirectoryName(path) is { } folder && _folders.GetOrAdd(folder, Follow) is { } real
            ? Follow(Path.Join(real, Path.GetFileName(path)))
            : null;

    // Also null when links form a circle, or when there are more of them than the system follows.
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
