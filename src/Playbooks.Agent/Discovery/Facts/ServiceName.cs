using System.Collections.Frozen;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>
/// Derives the service of an Ansible playbook from its file name, by leaving out the words for actions.
/// </summary>
internal static class ServiceName
{
    private static readonly FrozenSet<string> Actions = FrozenSet.ToFrozenSet(
        [
            "deploy", "deployment", "redeploy", "undeploy", "install", "installation", "reinstall", "uninstall", "setup", "provision", "bootstrap", "create", "build", "add",
            "configure", "configuration", "config", "reconfigure", "update", "upgrade", "patch", "migrate", "remove", "delete", "destroy", "teardown", "cleanup", "purge",
            "start", "stop", "restart", "reload", "reboot", "enable", "disable", "backup", "restore", "rollback", "check", "verify", "validate", "test", "healthcheck", "status",
            "run", "ensure", "manage", "apply",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> Connectors = FrozenSet.ToFrozenSet(
        ["and", "the", "a", "an", "for", "of", "to", "on", "in", "at", "with", "from", "via", "by", "playbook", "play", "pb", "ansible"], StringComparer.Ordinal);

    // File names that do not name a service. The name of the folder is used for them.
    private static readonly FrozenSet<string> Unspecific = FrozenSet.ToFrozenSet(["main", "index", "all", "default"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> UnspecificFolders = FrozenSet.ToFrozenSet(["playbooks", "plays", "ansible", "infrastructure", "automation", "src", "ops"], StringComparer.Ordinal);

    /// <param name="path">Relative to the repository, with forward slashes.</param>
    public static string Of(string path)
    {
        string[] parts = path.Split('/');
        string stem = Path.GetFileNameWithoutExtension(parts[^1]).ToLowerInvariant();
        string name = WithoutActions(stem);
        if (name.Length > 0 && !Unspecific.Contains(name))
        {
            return name;
        }

        for (int i = parts.Length - 2; i >= 0; i--)
        {
            string folder = parts[i].ToLowerInvariant();
            string about = UnspecificFolders.Contains(folder) ? "" : WithoutActions(folder);
            if (about.Length > 0)
            {
                return about;
            }
        }

        return stem;
    }

    private static string WithoutActions(string stem)
    {
        List<string> words = [.. stem.Split(['-', '_', '.', ' '], StringSplitOptions.RemoveEmptyEntries)];
        List<string> kept = [];
        for (int i = 0; i < words.Count; i++)
        {
            // An action may be written as two words: set-up, tear-down, roll-back, clean-up.
            bool isPair = i + 1 < words.Count && Actions.Contains(words[i] + words[i + 1]);
            if (isPair)
            {
                i++;
            }
            else if (!Actions.Contains(words[i]) && !Connectors.Contains(words[i]))
            {
                kept.Add(words[i]);
            }
        }

        // In 01-kuma, the number only orders the files.
        if (kept.Count > 1 && kept[0].All(char.IsAsciiDigit))
        {
            kept.RemoveAt(0);
        }

        return kept.Count == 1 && kept[0].All(char.IsAsciiDigit) ? "" : string.Join('-', kept);
    }
}
