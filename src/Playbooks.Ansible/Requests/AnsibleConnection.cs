namespace Playbooks.Ansible;

/// <summary>How a run connects to its hosts. What is null stays as the inventory and the configuration say.</summary>
public sealed record AnsibleConnection
{
    /// <summary>The connection plugin, such as <c>ssh</c> or <c>local</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The user to log in as.</summary>
    public string? User { get; init; }

    /// <summary>The file with the private key, relative to the repository or absolute.</summary>
    public string? PrivateKeyFile { get; init; }

    /// <summary>The password to log in with; ssh needs the program <c>sshpass</c> then. It reaches Ansible through a private file that is gone after the run.</summary>
    public Secret? Password { get; init; }

    /// <summary>How long a connection may take to be made, in whole seconds, 1 or more.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Arguments for all of ssh, scp and sftp, such as <c>-o ProxyJump=gate</c>.</summary>
    public string? SshCommonArguments { get; init; }
}
