namespace Playbooks.Ansible.Backends;

/// <summary>Quotes for a POSIX shell, and for Python's shlex, with which <c>ansible-runner</c> splits its
/// <c>--cmdline</c>.</summary>
internal static class ShellQuote
{
    /// <summary>Joins the arguments to one text, which is split into exactly these arguments.</summary>
    public static string Join(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quote));

    // Between single quotes, every character but the single quote stands for itself.
    private static string Quote(string argument) => $"'{argument.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'";
}
