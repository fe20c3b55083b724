namespace Playbooks;

/// <summary>A playbook cannot be verified, since no run has proved it.</summary>
public sealed class NotProvenException : PlaybookException
{
    /// <summary>With the playbook and the reason.</summary>
    public NotProvenException(string playbook, string message)
        : base(message)
        => Playbook = playbook;

    /// <summary>Its path.</summary>
    public string Playbook { get; }
}
