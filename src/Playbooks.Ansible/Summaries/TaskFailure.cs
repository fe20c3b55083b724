namespace Playbooks.Ansible;

/// <summary>One task that did not succeed on one host, and was neither ignored nor rescued.</summary>
public sealed record TaskFailure
{
    /// <summary>The host, by its inventory name.</summary>
    public required string Host { get; init; }

    /// <summary>The task's name, rendered for that host when Ansible reports it so.</summary>
    public required string Task { get; init; }

    /// <summary>The task's action, such as <c>command</c> or <c>community.general.ufw</c>; without
    /// <c>ansible.builtin.</c>. Empty when it is not known.</summary>
    public string Action { get; init; } = "";

    /// <summary>The error's message.</summary>
    /// <value>At most 2,000 characters: the beginning and the end of a longer one.</value>
    public required string Message { get; init; }

    /// <summary>The task's place, as <c>path:line</c>, lines counted from 1; null when it is not known.</summary>
    public string? Location { get; init; }

    /// <summary>The kind of the failure.</summary>
    public TaskFailureKind Kind { get; init; }
}
