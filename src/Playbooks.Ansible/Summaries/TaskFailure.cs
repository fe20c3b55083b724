namespace Playbooks.Ansible;

/// <summary>One task that did not succeed on one host, and was neither ignored nor rescued.</summary>
public sealed record TaskFailure
{
    /// <summary>The host, by its inventory name.</summary>
    public required string Host { get; init; }

    /// <summary>The task's name, rendered for that host where Ansible says it.</summary>
    public required string Task { get; init; }

    /// <summary>The task's action, such as <c>command</c> or <c>community.general.ufw</c>; without <c>ansible.builtin.</c>. Empty where it is not known.</summary>
    public string Action { get; init; } = "";

    /// <summary>What a person wants to read.</summary>
    /// <value>At most 2,000 characters: the beginning and the end of a longer one.</value>
    public required string Message { get; init; }

    /// <summary>Where the task stands, as <c>path:line</c>, the line from 1; null where it is not known.</summary>
    public string? Location { get; init; }

    /// <summary>What happened.</summary>
    public TaskFailureKind Kind { get; init; }
}
