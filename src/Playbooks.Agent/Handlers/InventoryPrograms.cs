namespace Playbooks.Agent;

/// <summary>Finds what Ansible runs, and does not only read, when it reads an inventory.</summary>
internal static class InventoryPrograms
{
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // Ansible follows links and reads hidden folders, too.
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None };

    /// <summary>The first program of an inventory: the file itself, or one in its folder; null when there is none.</summary>
    /// <param name="inventory">The absolute path of a file or folder, whether it exists or not.</param>
    public static string? Find(string inventory)
    {
        if (OperatingSystem.IsWindows() || File.Exists(inventory))
        {
            return IsProgram(inventory) ? inventory : null;
        }

        // Each folder once, whichever links lead to it.
        HashSet<string> seen = new(StringComparer.Ordinal);
        Stack<string> folders = new([inventory]);
        while (folders.TryPop(out string? folder))
        {
            if (!Directory.Exists(folder) || !seen.Add(new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder))
            {
                continue;
            }

            if (Directory.EnumerateFiles(folder, "*", Everything).Order(StringComparer.Ordinal).FirstOrDefault(IsProgram) is { } program)
            {
                return program;
            }

            foreach (string below in Directory.EnumerateDirectories(folder, "*", Everything))
            {
                folders.Push(below);
            }
        }

        return null;
    }

    private static bool IsProgram(string file)
        => !OperatingSystem.IsWindows() && File.Exists(file) && (File.GetUnixFileMode(file) & Execute) != UnixFileMode.None;
}
