namespace Playbooks.Agent.Discovery.Files;

/// <summary>The files of a repository that matter to its catalogue; paths are absolute.</summary>
internal sealed class RepositoryContents
{
    /// <summary>The files that may be Ansible playbooks by their place and name.</summary>
    public List<string> Candidates { get; } = [];

    /// <summary>The links among them whose target does not exist.</summary>
    public List<string> DeadLinks { get; } = [];

    /// <summary>The files in <c>group_vars</c> and <c>host_vars</c>.</summary>
    /// <value>Each file with the folder that holds <c>group_vars</c> or <c>host_vars</c>.</value>
    public List<(string Owner, string Path)> VarsFiles { get; } = [];

    /// <summary>The inventories.</summary>
    public List<string> Inventories { get; } = [];

    /// <summary>The folders in which inventories are kept.</summary>
    public HashSet<string> InventoryFolders { get; } = new(StringComparer.Ordinal);
}
