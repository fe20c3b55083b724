using Playbooks.Library;

namespace Playbooks.Agent;

/// <summary>Looks at everything that Ansible would read, or run, of an inventory.</summary>
internal static class InventoryFiles
{
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // Ansible follows links and reads hidden folders, too.
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None };

    /// <summary>
    /// Finds the first program of an inventory: the file itself, or one in its folder; null when there is none.
    /// </summary>
    /// <param name="inventory">The absolute path of a file or folder. It need not exist.</param>
    public static string? FindProgram(string inventory) => PathsOf(inventory).FirstOrDefault(IsProgram);

    /// <summary>Finds a link in the folder of an inventory that leads out of the repository; null when there is none.</summary>
    /// <param name="repository">The repository's folder.</param>
    /// <param name="inventory">The absolute path of a file or folder. It need not exist.</param>
    /// <exception cref="IOException">Links lead around in a circle.</exception>
    public static string? FindLinkOut(string repository, string inventory)
    {
        RootFolder root = new(repository);
        return PathsOf(inventory).FirstOrDefault(path => root.Follow(path) is null);
    }

    /// <summary>All files and folders of an inventory. A folder comes before what is in it.</summary>
    private static IEnumerable<string> PathsOf(string inventory)
    {
        // Visit each folder once, whatever links lead to it.
        HashSet<string> seen = new(StringComparer.Ordinal);
        Stack<string> ahead = new([inventory]);
        while (ahead.TryPop(out string? path))
        {
            yield return path;
            if (!Directory.Exists(path) || !seen.Add(new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path))
            {
                continue;
            }

            foreach (string below in Directory.EnumerateFileSystemEntries(path, "*", Everything).OrderDescending(StringComparer.Ordinal))
            {
                ahead.Push(below);
            }
        }
    }

    private static bool IsProgram(string file)
        => !OperatingSystem.IsWindows() && File.Exists(file) && (File.GetUnixFileMode(file) & Execute) != UnixFileMode.None;
}
