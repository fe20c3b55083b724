namespace Playbooks;

/// <summary>A playbook cannot be verified, because no run has proved it.</summary>
public sealed class NotProvenException : PlaybookException
{
    /// <summary>Makes the exception with the playbook and the reason.</summary>
    public NotProvenException(string playbook, string message)
        : base(message)
        => Playbook = playbook;

    /// <summary>The playbook's path.</summary>
    public string Playbook { get; }
}
