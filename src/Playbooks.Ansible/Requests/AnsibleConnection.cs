namespace Playbooks.Ansible;

/// <summary>The connection of a run to its hosts. For null, the inventory and the configuration apply.</summary>
public sealed record AnsibleConnection
{
    /// <summary>The connection plugin, such as <c>ssh</c> or <c>local</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The user to log in as.</summary>
    public string? User { get; init; }

    /// <summary>The file with the private key, relative to the repository or absolute.</summary>
    public string? PrivateKeyFile { get; init; }

    /// <summary>The password to log in with, for which ssh needs the program <c>sshpass</c>. It reaches Ansible through
    /// a private file that is gone after the run.</summary>
    public Secret? Password { get; init; }

    /// <summary>The time limit for making a connection, in whole seconds, 1 or more.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Arguments for all of ssh, scp and sftp, such as <c>-o ProxyJump=gate</c>.</summary>
    public string? SshCommonArguments { get; init; }
}
