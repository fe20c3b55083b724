using Playbooks.Library;

namespace Playbooks.Agent;

/// <summary>Resolves paths of requests. Neither the path itself nor a link may lead out of the repository.</summary>
internal static class RepositoryPath
{
    /// <summary>Gets the absolute path of a file or folder, which need not exist.</summary>
    /// <param name="repository">The repository's folder.</param>
    /// <param name="path">The path in the request: relative, or absolute within the repository.</param>
    /// <param name="field">The parameter's name, for the message.</param>
    /// <exception cref="WorkRequestException">The path leads out of the repository.</exception>
    public static string Resolve(string repository, string path, string field)
    {
        string full = path.AsSpan().ContainsAnyInRange('\0', '\u001f')
            ? throw new WorkRequestException($"parameters.{field}", $"parameters.{field} holds control characters: give a path without them.")
            : Path.GetFullPath(path, repository);
        bool hasParent = path.Split('/', Path.DirectorySeparatorChar).Contains("..", StringComparer.Ordinal);
        if (hasParent || path.StartsWith('~') || !StaysInside(repository, full, path, field))
        {
            throw new WorkRequestException(
                $"parameters.{field}", $"parameters.{field} must stay inside the repository: '{path}' leads out of it, or would by '..', '~' or a link.");
        }

        return full;
    }

    private static bool StaysInside(string repository, string full, string path, string field)
    {
        string root = Path.TrimEndingDirectorySeparator(repository);
        if (full != root && !full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            return new RootFolder(repository).Follow(full) is not null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WorkRequestException($"parameters.{field}", $"parameters.{field} cannot be followed to its end: '{path}': {exception.Message}", exception);
        }
    }
}
