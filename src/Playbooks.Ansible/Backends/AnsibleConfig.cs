namespace Playbooks.Ansible.Backends;

/// <summary>The settings of <c>ansible.cfg</c> that a run would otherwise override. They are read as Ansible reads
/// them.</summary>
internal sealed class AnsibleConfig
{
    private const string Defaults = "defaults";

    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly Dictionary<(string Section, string Key), string> _values = [];
    private readonly string _folder;

    private AnsibleConfig(string? file, string[] lines, IReadOnlyDictionary<string, string> environment)
    {
        _environment = environment;
        _folder = Path.GetDirectoryName(file) ?? "/";
        Parse(lines);
    }

    /// <summary>Ansible's setting for the check of host keys.</summary>
    public string HostKeyChecking
        => _environment.GetValueOrDefault("ANSIBLE_HOST_KEY_CHECKING")
            ?? Value("ssh_connection", "host_key_checking")
            ?? Value(Defaults, "host_key_checking")
            ?? "True";

    /// <summary>The folders with callback plugins, with colons between them, as in an environment variable.</summary>
    public string CallbackFolders
        => _environment.GetValueOrDefault("ANSIBLE_CALLBACK_PLUGINS")
            ?? (Value(Defaults, "callback_plugins") is { } configured
                ? string.Join(':', configured.Split(':').Select(Absolute))
                : null)
            ?? $"{Home}/plugins/callback:/usr/share/ansible/plugins/callback";

    private string Home
        => _environment.GetValueOrDefault("ANSIBLE_HOME")
            ?? (Value(Defaults, "home") is { } configured ? Absolute(configured) : "~/.ansible");

    /// <summary>Reads the configuration file that Ansible would use, if there is one.</summary>
    /// <param name="repository">The folder that Ansible starts in.</param>
    /// <param name="environment">Ansible's environment.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<AnsibleConfig> ReadAsync(
        string repository, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        foreach (string file in Candidates(repository, environment).Where(File.Exists))
        {
            try
            {
                return new AnsibleConfig(
                    file, await File.ReadAllLinesAsync(file, cancellationToken).ConfigureAwait(false), environment);
            }
            catch (UnauthorizedAccessException)
            {
                // Ansible, too, skips a file that it cannot read.
            }
        }

        return new AnsibleConfig(null, [], environment);
    }

    private static IEnumerable<string> Candidates(string repository, IReadOnlyDictionary<string, string> environment)
    {
        if (environment.TryGetValue("ANSIBLE_CONFIG", out string? config) && config.Length > 0)
        {
            string path = AnsibleRepository.Absolute(repository, config);
            yield return Directory.Exists(path) ? Path.Combine(path, "ansible.cfg") : path;
        }

        // Ansible ignores the file of a folder that is writable for everyone.
        if (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(repository) & UnixFileMode.OtherWrite) == UnixFileMode.None)
        {
            yield return Path.Combine(repository, "ansible.cfg");
        }

        if (environment.TryGetValue("HOME", out string? home))
        {
            yield return Path.Combine(home, ".ansible.cfg");
        }

        yield return "/etc/ansible/ansible.cfg";
    }

    private void Parse(string[] lines)
    {
        (string Section, string Key) at = ("", "");
        foreach (string raw in lines)
        {
            string line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
            {
                continue;
            }

            if (char.IsWhiteSpace(raw[0]) && at.Key.Length > 0)
            {
                // A value may continue in indented lines.
                _values[at] += "\n" + WithoutComment(line);
            }
            else if (line.StartsWith('[') && line.EndsWith(']'))
            {
                at = (line[1..^1], "");
            }
            else if (line.IndexOfAny(['=', ':']) is > 0 and int delimiter)
            {
                at = (at.Section, line[..delimiter].TrimEnd().ToLowerInvariant());
                _values[at] = WithoutComment(line[(delimiter + 1)..]);
            }
        }
    }

    private static string WithoutComment(string value)
    {
        for (int at = value.IndexOf(';'); at >= 0; at = value.IndexOf(';', at + 1))
        {
            if (at == 0 || char.IsWhiteSpace(value[at - 1]))
            {
                return value[..at].Trim();
            }
        }

        return value.Trim();
    }

    private string? Value(string section, string key) => _values.GetValueOrDefault((section, key));

    // Paths in the file are relative to it; those in the environment are not. Ansible itself expands '~', '$' and '{'.
    private string Absolute(string path)
        => path.Trim() is { Length: > 0 } name && name[0] is not ('/' or '~' or '$' or '{')
            ? Path.GetFullPath(name, _folder)
            : path.Trim();
}
