using Playbooks.Processes;

namespace Playbooks.Ansible.Backends.Warm;

/// <summary>The messages of a warm Ansible beside those that every supervisor knows: kinds of
/// <see cref="SupervisorMessage"/>.</summary>
internal static class WarmMessages
{
    /// <summary>From the server: Ansible is imported. JSON with the protocol's version and the paths that the import
    /// has read.</summary>
    public const byte Hello = (byte)'H';

    /// <summary>To the server: fork a keeper, which connects to this socket.</summary>
    public const byte Fork = (byte)'F';

    /// <summary>From a keeper: Ansible's standard output.</summary>
    public const byte Output = (byte)'O';

    /// <summary>From a keeper: Ansible's standard error.</summary>
    public const byte Error = (byte)'Q';
}
