namespace Playbooks.Ansible.Backends;

/// <summary>Reads of <c>ansible.cfg</c> the one setting that <c>ansible-runner</c> would take from its project.</summary>
internal static class AnsibleConfig
{
    /// <summary>Whether host keys are checked, as Ansible without a runner would decide it.</summary>
    public static async Task<string> HostKeyCheckingAsync(string repository, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        if (environment.TryGetValue("ANSIBLE_HOST_KEY_CHECKING", out string? given))
        {
            return given;
        }

        if (Find(repository, environment) is not { } file)
        {
            return "True";
        }

        string section = "";
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (string raw in await File.ReadAllLinesAsync(file, cancellationToken).ConfigureAwait(false))
        {
            string line = raw.Trim();
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                section = line[1..^1].Trim();
            }
            else if (line.IndexOfAny(['=', ':']) is > 0 and int at && line[..at].Trim() == "host_key_checking")
            {
                found[section] = line[(at + 1)..].Split(" ;", 2)[0].Split(" #", 2)[0].Trim();
            }
        }

        return found.GetValueOrDefault("ssh_connection") ?? found.GetValueOrDefault("defaults") ?? "True";
    }

    // The first one that is there is the only one that counts.
    private static string? Find(string repository, IReadOnlyDictionary<string, string> environment)
    {
        List<string> candidates = [];
        if (environment.TryGetValue("ANSIBLE_CONFIG", out string? config) && config.Length > 0)
        {
            string path = Path.GetFullPath(config, repository);
            candidates.Add(Directory.Exists(path) ? Path.Combine(path, "ansible.cfg") : path);
        }

        // Ansible takes none from a folder that everybody may write to.
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(repository) & UnixFileMode.OtherWrite) == UnixFileMode.None)
        {
            candidates.Add(Path.Combine(repository, "ansible.cfg"));
        }

        if (environment.TryGetValue("HOME", out string? home))
        {
            candidates.Add(Path.Combine(home, ".ansible.cfg"));
        }

        candidates.Add("/etc/ansible/ansible.cfg");
        return candidates.Find(File.Exists);
    }
}
