using System.Collections.Frozen;

namespace Playbooks.Agent.Discovery.Files;

/// <summary>Knows the meaning of folder and file names in the layouts of Ansible and other tools.</summary>
internal static class FolderNames
{
    // The parts of roles and collections, and the folders of other tools.
    private static readonly FrozenSet<string> WithoutPlaybooks = FrozenSet.ToFrozenSet(
        [
            "roles", "tasks", "handlers", "vars", "defaults", "meta", "files", "templates", "library", "module_utils", "plugins", "collections", "ansible_collections", "molecule",
            "action_plugins", "become_plugins", "cache_plugins", "callback_plugins", "connection_plugins", "filter_plugins", "inventory_plugins", "lookup_plugins", "strategy_plugins",
            "test_plugins", "vars_plugins", "node_modules", "venv", "__pycache__", "site-packages",
        ],
        StringComparer.Ordinal);

    public static bool HoldsNoPlaybooks(string folder) => folder.StartsWith('.') || WithoutPlaybooks.Contains(folder);

    public static bool IsVars(string folder) => folder is "group_vars" or "host_vars";

    public static bool IsInventory(string folder) => folder is "inventory" or "inventories";

    public static bool IsInventoryFile(string name)
        => (name.StartsWith("hosts", StringComparison.Ordinal) || name.StartsWith("inventory", StringComparison.Ordinal)) && IsIniOrYaml(name);

    public static bool IsIniOrYaml(string name) => Path.GetExtension(name) is "" or ".ini" || IsYaml(name);

    public static bool IsVarsFile(string name) => Path.GetExtension(name) is "" or ".json" || IsYaml(name);

    public static bool IsYaml(string name)
        => name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);
}
