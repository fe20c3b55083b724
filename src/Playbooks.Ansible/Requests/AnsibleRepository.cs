namespace Playbooks.Ansible;

/// <summary>A folder that holds Ansible playbooks. It finds the files that a request names, before a process is
/// started.</summary>
public sealed class AnsibleRepository
{
    private const int MaximumSuggestions = 3;
    private static readonly string[] Extensions = [".yml", ".yaml"];

    private AnsibleRepository(string root) => Root = root;

    /// <summary>The absolute path of the folder.</summary>
    public string Root { get; }

    /// <summary>Opens a repository.</summary>
    /// <param name="path">The folder; a leading <c>~</c> is the user's home.</param>
    /// <exception cref="AnsibleRepositoryNotFoundException">There is no such folder.</exception>
    public static AnsibleRepository Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string root = Path.GetFullPath(ExpandHome(path));
        return Directory.Exists(root) ? new AnsibleRepository(root) : throw new AnsibleRepositoryNotFoundException(
            path,
            $"The Ansible repository '{root}' {(File.Exists(root) ? "is a file, not a folder" : "does not exist")}. "
                + "Give the folder that holds the Ansible playbooks.");
    }

    /// <summary>Finds an Ansible playbook.</summary>
    /// <param name="playbook">Its path, relative to the repository or absolute.</param>
    /// <returns>Its absolute path.</returns>
    /// <exception cref="AnsiblePlaybookNotFoundException">There is no such file; the message names similar
    /// ones.</exception>
    public string FindPlaybook(string playbook)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        string path = Absolute(playbook);
        if (File.Exists(path))
        {
            return path;
        }

        string what = Directory.Exists(path) ? "is a folder, not an Ansible playbook" : "does not exist";
        List<string> similar = Similar(playbook);
        string hint = similar.Count == 0
            ? "Give a path relative to the repository, or an absolute one."
            : $"Did you mean {string.Join(" or ", similar.Select(name => $"'{name}'"))}?";
        throw new AnsiblePlaybookNotFoundException(
            playbook, $"Playbook not found: {playbook} ('{path}' {what}). {hint}");
    }

    /// <summary>Finds an inventory: an absolute path, a list of hosts as it is, or null for none.</summary>
    internal string? FindInventory(string? inventory)
    {
        // Ansible's own rule: a text with a comma is a list of hosts.
        if (string.IsNullOrEmpty(inventory) || inventory.Contains(',', StringComparison.Ordinal))
        {
            return string.IsNullOrEmpty(inventory) ? null : inventory;
        }

        string path = Absolute(inventory);
        if (Path.Exists(path))
        {
            return path;
        }

        return inventory == AnsibleRequest.DefaultInventory ? null : throw new AnsibleInventoryNotFoundException(
            inventory,
            $"The inventory '{inventory}' ('{path}') does not exist. Give a file or a folder, relative to the "
                + $"repository or absolute, or a list of hosts with a comma, such as '{inventory},'.");
    }

    /// <summary>An absolute path, or null for none.</summary>
    internal string? OptionalFile(string? file) => string.IsNullOrEmpty(file) ? null : Absolute(file);

    /// <summary>A path of the repository made absolute.</summary>
    internal string Absolute(string path) => Absolute(Root, path);

    internal static string Absolute(string root, string path) => Path.GetFullPath(ExpandHome(path), root);

    private static string ExpandHome(string path)
        => path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..]
            : path;

    // The usual mistakes are another extension, another folder, and upper or lower case.
    private List<string> Similar(string playbook)
    {
        string name = Path.GetFileNameWithoutExtension(playbook.TrimEnd('/'));
        EnumerationOptions options =
            new() { RecurseSubdirectories = true, MaxRecursionDepth = 4, IgnoreInaccessible = true };
        return name.Length == 0 ? [] : [.. Directory.EnumerateFiles(Root, "*", options)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
                && Path.GetFileNameWithoutExtension(file).Contains(name, StringComparison.OrdinalIgnoreCase))
            .Select(file => Path.GetRelativePath(Root, file))
            .OrderBy(file => file.Length)
            .ThenBy(file => file, StringComparer.Ordinal)
            .Take(MaximumSuggestions)];
    }
}
