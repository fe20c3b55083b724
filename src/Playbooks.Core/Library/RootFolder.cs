using Microsoft.Win32.SafeHandles;

namespace Playbooks.Library;

/// <summary>Resolves paths and rejects those that lead out of a folder.</summary>
/// <remarks>
/// A path is resolved as the kernel does it: component by component, each link replaced by its target, and <c>..</c> as
/// the parent of the folder reached so far. Collapsing <c>..</c> in the text first would give a different file after a
/// link.
/// </remarks>
public sealed class RootFolder
{
    // The limit of Linux.
    private const int MostLinks = 40;

    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    private readonly string _prefix;

    /// <summary>Makes the folder at a path, and resolves that path's links.</summary>
    /// <param name="path">The path. A relative one starts at the current folder.</param>
    /// <exception cref="IOException">The links form a circle.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a folder on the way is denied.</exception>
    public RootFolder(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = Path.IsPathRooted(path) ? path : Path.Join(Directory.GetCurrentDirectory(), path);
        RealPath = FollowFrom(Path.GetPathRoot(full)!, full);
        _prefix = Path.EndsInDirectorySeparator(RealPath) ? RealPath : RealPath + Path.DirectorySeparatorChar;
    }

    /// <summary>The absolute path of the folder, without links.</summary>
    public string RealPath { get; }

    /// <summary>Resolves the links of a path. Components that do not exist have no links.</summary>
    /// <param name="path">The path, absolute or relative to this folder.</param>
    /// <returns>The absolute path without links; null when it is outside of this folder.</returns>
    /// <exception cref="IOException">The links form a circle.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a folder on the way is denied.</exception>
    public string? Follow(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string real = !Path.IsPathRooted(path) ? FollowFrom(RealPath, path)
            : path.StartsWith(_prefix, StringComparison.Ordinal) ? FollowFrom(RealPath, path[_prefix.Length..])
            : FollowFrom(Path.GetPathRoot(path)!, path);
        return Holds(real) ? real : null;
    }

    /// <summary>
    /// Tells if an open file is inside this folder, even if the links on its path have changed meanwhile.
    /// </summary>
    /// <returns>
    /// Always true where the system does not tell the path of an open file: only its path could be checked there.
    /// </returns>
    internal bool Holds(SafeFileHandle file)
        => !OperatingSystem.IsLinux() || (PathOf(file) is { } real && Holds(real));

    /// <summary>Gets the path of an open file as Linux knows it, without a link in it.</summary>
    internal static string? PathOf(SafeFileHandle file)
        => new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget;

    private bool Holds(string real) => real == RealPath || real.StartsWith(_prefix, StringComparison.Ordinal);

    private static string FollowFrom(string folder, string path)
    {
        string reached = folder;
        Stack<string> ahead = [];
        Push(ahead, path);
        int links = 0;
        while (ahead.TryPop(out string? component))
        {
            if (component == "..")
            {
                reached = Path.GetDirectoryName(reached) ?? reached;
                continue;
            }

            string next = Path.Join(reached, component);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                reached = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException(
                    $"The links of '{path}' lead around in a circle, or there are more than {MostLinks} of them");
            }

            reached = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : reached;
            Push(ahead, target);
        }

        return reached;
    }

    private static void Push(Stack<string> ahead, string path)
    {
        string rest = path[(Path.GetPathRoot(path)?.Length ?? 0)..];
        string[] components = rest.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        for (int i = components.Length - 1; i >= 0; i--)
        {
            if (components[i] != ".")
            {
                ahead.Push(components[i]);
            }
        }
    }
}
