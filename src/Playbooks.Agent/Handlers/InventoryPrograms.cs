namespace Playbooks.Agent;

/// <summary>Finds programs in an inventory: Ansible runs them instead of only reading them.</summary>
internal static class InventoryPrograms
{
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // Ansible also follows links and reads hidden folders.
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None };

    /// <summary>
    /// Finds the first program of an inventory: the file itself, or one in its folder; null when there is none.
    /// </summary>
    /// <param name="inventory">The absolute path of a file or folder. It need not exist.</param>
    public static string? Find(string inventory)
    {
        if (OperatingSystem.IsWindows() || File.Exists(inventory))
        {
            return IsProgram(inventory) ? inventory : null;
        }

        // Visit each folder once, whatever links lead to it.
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
