namespace Playbooks.Ansible;

/// <summary>Finds what a request names, before anything is started.</summary>
internal static class RequestPaths
{
    private const int MaximumSuggestions = 3;
    private static readonly string[] Extensions = [".yml", ".yaml"];

    public static string Repository(string repository)
    {
        string path = Path.GetFullPath(ExpandHome(repository));
        return Directory.Exists(path) ? path : throw new AnsibleRepositoryNotFoundException(
            repository,
            $"The Ansible repository '{path}' {(File.Exists(path) ? "is a file, not a folder" : "does not exist")}. Give the folder that holds the Ansible playbooks.");
    }

    public static string Playbook(string repository, string playbook)
    {
        string path = Absolute(repository, playbook);
        if (File.Exists(path))
        {
            return path;
        }

        string what = Directory.Exists(path) ? "is a folder, not an Ansible playbook" : "does not exist";
        List<string> similar = Similar(repository, playbook);
        string hint = similar.Count == 0
            ? "Give a path relative to the repository, or an absolute one."
            : $"Did you mean {string.Join(" or ", similar.Select(name => $"'{name}'"))}?";
        throw new AnsiblePlaybookNotFoundException(playbook, $"Playbook not found: {playbook} ('{path}' {what}). {hint}");
    }

    /// <summary>An absolute path, a list of hosts as it is, or null for none.</summary>
    public static string? Inventory(string repository, string? inventory)
    {
        // The same test that Ansible makes: with a comma it is a list of hosts.
        if (string.IsNullOrEmpty(inventory) || inventory.Contains(',', StringComparison.Ordinal))
        {
            return string.IsNullOrEmpty(inventory) ? null : inventory;
        }

        string path = Absolute(repository, inventory);
        if (Path.Exists(path))
        {
            return path;
        }

        return inventory == AnsibleRequest.DefaultInventory ? null : throw new AnsibleInventoryNotFoundException(
            inventory,
            $"The inventory '{inventory}' ('{path}') does not exist. Give a file or a folder, relative to the repository or absolute, or a list of hosts with a comma, such as '{inventory},'.");
    }

    public static string? OptionalFile(string repository, string? file) => string.IsNullOrEmpty(file) ? null : Absolute(repository, file);

    public static string Absolute(string repository, string path) => Path.GetFullPath(ExpandHome(path), repository);

    private static string ExpandHome(string path)
        => path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..]
            : path;

    // Other extensions, other folders, other cases: the usual slips.
    private static List<string> Similar(string repository, string playbook)
    {
        string name = Path.GetFileNameWithoutExtension(playbook.TrimEnd('/'));
        EnumerationOptions options = new() { RecurseSubdirectories = true, MaxRecursionDepth = 4, IgnoreInaccessible = true };
        return name.Length == 0 ? [] : [.. Directory.EnumerateFiles(repository, "*", options)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
                && Path.GetFileNameWithoutExtension(file).Contains(name, StringComparison.OrdinalIgnoreCase))
            .Select(file => Path.GetRelativePath(repository, file))
            .OrderBy(file => file.Length)
            .ThenBy(file => file, StringComparer.Ordinal)
            .Take(MaximumSuggestions)];
    }
}
