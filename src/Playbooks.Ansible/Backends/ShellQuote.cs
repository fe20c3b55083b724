namespace Playbooks.Ansible.Backends;

/// <summary>Quotes for a POSIX shell, and for Python's shlex, which is how <c>ansible-runner</c> splits its <c>--cmdline</c>.</summary>
internal static class ShellQuote
{
    /// <summary>The arguments as one text that is split into exactly them.</summary>
    public static string Join(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quote));

    // Between single quotes everything stands for itself but the single quote.
    private static string Quote(string argument) => $"'{argument.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'";
}
