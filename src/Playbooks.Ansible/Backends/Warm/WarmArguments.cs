namespace Playbooks.Ansible.Backends.Warm;

/// <summary>Tells if arguments of <c>ansible-playbook</c> work the same in a warm Ansible.</summary>
/// <remarks>
/// Runs with unknown arguments, even abbreviations of known ones, get an Ansible of their own: new options, wrong ones,
/// and those that ask for a password.
/// </remarks>
internal static class WarmArguments
{
    private static readonly HashSet<string> Flags = new(StringComparer.Ordinal)
    {
        "--verbose", "--check", "-C", "--diff", "-D", "--become", "-b", "--flush-cache", "--force-handlers",
        "--syntax-check", "--list-hosts", "--list-tasks", "--list-tags",
    };

    // These options have a value, in the same argument or in the next one.
    private static readonly HashSet<string> Valued = new(StringComparer.Ordinal)
    {
        "-i", "--inventory", "--inventory-file", "-e", "--extra-vars", "-l", "--limit", "-t", "--tags",
        "--skip-tags", "-f", "--forks", "--start-at-task",
        "--vault-id", "--vault-password-file", "--vault-pass-file", "--become-user", "--become-method",
        "--become-password-file", "--become-pass-file",
        "-c", "--connection", "-u", "--user", "-T", "--timeout", "--private-key", "--key-file",
        "--connection-password-file", "--conn-pass-file",
        "--ssh-common-args", "--ssh-extra-args", "--sftp-extra-args", "--scp-extra-args", "-M", "--module-path",
    };

    public static bool AreSafe(IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            string name = argument.StartsWith("--", StringComparison.Ordinal) ? argument.Split('=', 2)[0] : argument;
            if (!argument.StartsWith('-')
                || Flags.Contains(argument)
                || IsVerbosity(argument)
                || (name.Length < argument.Length && Valued.Contains(name)))
            {
                if (AsksSomebody(argument))
                {
                    return false;
                }
            }
            else if (!Valued.Contains(argument) || ++i == arguments.Count || AsksSomebody(arguments[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsVerbosity(string argument) => argument.Length > 1 && argument.AsSpan(1).Trim('v').IsEmpty;

    // --vault-id prompt, --vault-id name@prompt
    private static bool AsksSomebody(string value)
        => value.EndsWith("@prompt", StringComparison.Ordinal) || value is "prompt" or "--vault-id=prompt";
}
