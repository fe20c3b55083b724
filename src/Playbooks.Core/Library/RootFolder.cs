using Microsoft.Win32.SafeHandles;

namespace Playbooks.Library;

/// <summary>A folder that no path may leave: the one answer to where a path really leads.</summary>
/// <remarks>
/// A path is followed as the kernel does: component by component, with the text of each link in its place, and <c>..</c> as the parent of the folder
/// that was reached. Collapsing <c>..</c> in the text first would give another file when a component before it is a link.
/// </remarks>
public sealed class RootFolder
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    private readonly string _prefix;

    /// <summary>The folder at a path, whose own links are followed.</summary>
    /// <param name="path">A relative one is taken from the current folder.</param>
    /// <exception cref="IOException">Its links lead around in a circle.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder on the way may not be entered.</exception>
    public RootFolder(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = Path.IsPathRooted(path) ? path : Path.Join(Directory.GetCurrentDirectory(), path);
        RealPath = FollowFrom(Path.GetPathRoot(full)!, full);
        _prefix = Path.EndsInDirectorySeparator(RealPath) ? RealPath : RealPath + Path.DirectorySeparatorChar;
    }

    /// <summary>The folder, absolute, without a link in it.</summary>
    public string RealPath { get; }

    /// <summary>Follows a path to where it really leads. What is not there, or not yet, has no links.</summary>
    /// <param name="path">Absolute, or relative to this folder.</param>
    /// <returns>The real path, absolute and without a link in it; null when it is outside of this folder.</returns>
    /// <exception cref="IOException">Its links lead around in a circle.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder on the way may not be entered.</exception>
    public string? Follow(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string real = !Path.IsPathRooted(path) ? FollowFrom(RealPath, path)
            : path.StartsWith(_prefix, StringComparison.Ordinal) ? FollowFrom(RealPath, path[_prefix.Length..])
            : FollowFrom(Path.GetPathRoot(path)!, path);
        return Holds(real) ? real : null;
    }

    /// <summary>Tells if an open file is inside, wherever the links pointed that led to it a moment ago.</summary>
    /// <returns>Where the system does not tell the path of an open file, true: then only the path could be checked.</returns>
    internal bool Holds(SafeFileHandle file)
        => !OperatingSystem.IsLinux() || (new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget is { } real && Holds(real));

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
                throw new IOException($"The links of '{path}' lead around in a circle, or there are more than {MostLinks} of them");
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
