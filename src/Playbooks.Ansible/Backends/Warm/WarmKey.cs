using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Playbooks.Ansible.Backends.Warm;

/// <summary>The settings that Ansible reads while it is imported. Runs with the same key can share a server.</summary>
/// <remarks>
/// The Python and the script; the variables that become settings, or that Python, its libraries and the C library read
/// when they start; the <c>ansible.cfg</c> that applies, with its content; the folder that relative settings belong to.
/// The settings that a run makes for itself after the fork are left out: its temporary folder, its folder for ssh's
/// sockets, all other variables.
/// </remarks>
internal sealed partial record WarmKey(
    string Digest, PythonInterpreter Interpreter, string Directory, IReadOnlyDictionary<string, string> Environment)
{
    // Variables with these prefixes may become settings of Ansible, Python, the locale or a library.
    private static readonly string[] BoundPrefixes =
        ["ANSIBLE_", "_ANSIBLE_", "PYTHON", "LC_", "LD_", "OPENSSL_", "GCONV_", "MALLOC_"];

    private static readonly string[] Bound =
    [
        "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "LOCPATH", "TZ", "TZDIR", "TERM", "COLUMNS", "NO_COLOR",
        "VIRTUAL_ENV", "NETWORK_GROUP_MODULES",
    ];

    // Each run sets these for itself after the fork.
    private static readonly string[] PerRun = ["ANSIBLE_LOCAL_TEMP", "ANSIBLE_SSH_CONTROL_PATH_DIR"];

    /// <summary>Makes the key of a run.</summary>
    /// <param name="environment">The whole environment of the run.</param>
    /// <param name="secret">The variables whose values are secrets.</param>
    /// <param name="interpreter">Ansible's script and its Python.</param>
    /// <param name="directory">The folder that Ansible starts in: the repository.</param>
    /// <returns>
    /// null when there is no key: the server would have to hold a secret, which would outlive the run there, or it is
    /// not certain which configuration applies.
    /// </returns>
    public static WarmKey? Of(
        IReadOnlyDictionary<string, string> environment,
        IReadOnlySet<string> secret,
        PythonInterpreter interpreter,
        string directory)
    {
        if (environment.GetValueOrDefault("ANSIBLE_CONFIG")?.Contains('$', StringComparison.Ordinal) == true)
        {
            return null;
        }

        List<string> configs = [.. ConfigFiles(environment, directory)];
        SortedDictionary<string, string> bound = new(StringComparer.Ordinal);
        foreach ((string name, string value) in environment)
        {
            if (IsBound(name))
            {
                bound[name] = value;
            }
        }

        // A setting may refer to any other variable, such as roles_path = $TEAM/roles.
        List<string> contents = [.. configs.Select(Content)];
        foreach (string name in contents.Concat(bound.Values.ToList()).SelectMany(Variables))
        {
            if (environment.TryGetValue(name, out string? value))
            {
                bound[name] = value;
            }
        }

        if (bound.Keys.Any(secret.Contains))
        {
            return null;
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string part in (IEnumerable<string>)
        [
            interpreter.Script, FileStamp.Of(interpreter.Script).ToString(),
            interpreter.Program, FileStamp.Of(interpreter.Program).ToString(), .. interpreter.Arguments,
            directory, IsOpenToAll(directory) ? "open" : "",
            .. configs.Zip(contents, (file, content) => $"{file}\n{FileStamp.Of(file)}\n{content}"),
            .. bound.Select(entry => $"{entry.Key}={entry.Value}"),
        ])
        {
            // The length separates the parts.
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(part));
        }

        return new WarmKey(Convert.ToHexStringLower(hash.GetHashAndReset()), interpreter, directory, bound);
    }

    private static bool IsBound(string name)
        => !PerRun.Contains(name, StringComparer.Ordinal)
            && (Bound.Contains(name, StringComparer.Ordinal)
                || BoundPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));

    // All candidates, of which the first that exists applies.
    private static IEnumerable<string> ConfigFiles(IReadOnlyDictionary<string, string> environment, string directory)
    {
        if (environment.GetValueOrDefault("ANSIBLE_CONFIG") is { Length: > 0 } given)
        {
            string path = given.StartsWith("~/", StringComparison.Ordinal)
                ? environment.GetValueOrDefault("HOME", "") + given[1..]
                : given;
            path = Path.GetFullPath(path, directory);
            yield return path;
            yield return Path.Combine(path, "ansible.cfg");
        }

        yield return Path.Combine(directory, "ansible.cfg");
        if (environment.GetValueOrDefault("HOME") is { Length: > 0 } home)
        {
            yield return Path.GetFullPath(Path.Combine(home, ".ansible.cfg"), directory);
        }

        yield return "/etc/ansible/ansible.cfg";
    }

    private static string Content(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file, Encoding.Latin1) : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Ansible cannot read this file either, and takes the next one.
            return "";
        }
    }

    private static IEnumerable<string> Variables(string text)
        => text.Contains('$', StringComparison.Ordinal)
            ? VariableName().Matches(text).Select(match => match.Groups["name"].Value)
            : [];

    // Ansible ignores the ansible.cfg of such a folder.
    private static bool IsOpenToAll(string directory)
        => !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(directory) & UnixFileMode.OtherWrite) != UnixFileMode.None;

    [GeneratedRegex(@"\$\{?(?<name>\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariableName();
}
