using Playbooks.Ansible.Events;

namespace Playbooks.Ansible.Backends;

/// <summary>Reads the end of <c>ansible-playbook</c>, and refuses an end that is not a result.</summary>
internal static class DirectResult
{
    public const string InstallHint = "Install ansible-core (for example 'pip install ansible-core', or your "
        + "distribution's package), or set AnsibleExecutorOptions.PlaybookProgram to its path.";

    // Exit codes of a shell and of env. Ansible does not use them.
    private const int NotExecutable = 126;
    private const int NotFound = 127;
    private const int KilledBySignal = 128;
    private const int LastSignal = 64;

    // Ansible's exit codes after a playbook has run: success, failed hosts, unreachable hosts, a broken play.
    private static readonly int[] AfterPlaying = [0, 2, 4, 8];

    // With these options, Ansible inspects the playbook and runs no task.
    private static readonly string[] Looking = ["--syntax", "--list-", "--version", "--help", "-h"];

    /// <summary>Gets Ansible's exit code; null when a signal ended it.</summary>
    public static int? ExitCode(AnsibleProcessEnd end)
        => end.ExitCode is { } exitCode && IsKilled(exitCode) ? null : end.ExitCode;

    /// <summary>Tells if an exit code stands for a signal.</summary>
    public static bool IsKilled(int exitCode) => exitCode is > KilledBySignal and <= KilledBySignal + LastSignal;

    /// <summary>Throws when the end is not a result: figures of zero would look like a run on no hosts.</summary>
    /// <exception cref="AnsibleRunnerException">The program is not Ansible, or our plugin did not work in
    /// it.</exception>
    public static void ThrowIfNone(
        AnsibleInvocation invocation, int? exitCode, bool isConnected, EventSummarizer summarizer, PrintedText text)
    {
        string program = invocation.Options.PlaybookProgram;
        if (exitCode is NotExecutable or NotFound)
        {
            throw new AnsibleRunnerException($"'{program}' could not be run: exit code {exitCode}. "
                + $"{TerminalText.Quote(text.Quotation, invocation.Redactor)} {InstallHint}");
        }

        if (exitCode is not { } code || summarizer.IsComplete || invocation.Request.ExtraArguments.Any(IsLooking))
        {
            return;
        }

        // Errors before the first play, such as syntax errors, come before the plugin is loaded.
        bool isExplained = code != 0 && summarizer.RunErrors.Count > 0;
        bool isRefused = !isConnected && text.Quotation.Contains(CallbackPlugin.Name, StringComparison.Ordinal);
        if (isRefused || (!isExplained && AfterPlaying.Contains(code)))
        {
            string what = isConnected
                ? $"the connection to our callback plugin '{CallbackPlugin.Name}' broke before the final figures"
                : $"it did not load our callback plugin '{CallbackPlugin.Name}', which needs ansible-core 2.12 or "
                    + "later";
            throw new AnsibleRunnerException($"'{program}' ended with exit code {code} for "
                + $"'{invocation.Request.Playbook}', but {what}: nothing certain is known about the hosts. "
                + $"{TerminalText.Quote(text.Quotation, invocation.Redactor)} The runner backend works without the "
                + "plugin.");
        }
    }

    private static bool IsLooking(string argument)
        => Looking.Any(option => argument.StartsWith(option, StringComparison.Ordinal));
}
