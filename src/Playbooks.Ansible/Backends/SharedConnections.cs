using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>
/// Ends the connections that ssh keeps open in the background to share them (ControlPersist). They leave their session and
/// overwrite their environment, so no search for descendants finds them; but each run has a folder of its own for their sockets.
/// </summary>
internal static class SharedConnections
{
    public static async Task EndAsync(string sockets)
        => await LeftoverProcesses.EndTitledAsync($"ssh: {sockets}/").ConfigureAwait(false);
}
