using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>
/// Ends the connections that ssh keeps open in the background to share them (ControlPersist). They leave their session and
/// overwrite their environment, so no search for descendants finds them; but each run has a folder of its own for their sockets.
/// </summary>
internal static class SharedConnections
{
    /// <summary>Ends them.</summary>
    /// <param name="sockets">The run's folder of sockets.</param>
    /// <param name="isStopped">Whether ssh may have been killed before its socket was there.</param>
    /// <returns>Whether there were any.</returns>
    public static async Task<bool> EndAsync(string sockets, bool isStopped)
    {
        bool areThere = Directory.EnumerateFileSystemEntries(sockets).Any();
        if (areThere || isStopped)
        {
            await LeftoverProcesses.EndTitledAsync($"ssh: {sockets}/").ConfigureAwait(false);
        }

        return areThere;
    }

    /// <summary>Whether a command line is that of ssh, be it a shared connection or a single one.</summary>
    public static bool IsOne(string commandLine)
        => commandLine.StartsWith("ssh: ", StringComparison.Ordinal) || Path.GetFileName(commandLine.Split(' ', 2)[0]) is "ssh" or "sshpass";
}
