namespace Playbooks.Ansible.Events;

/// <summary>A failure as its event shows it. Whether it was rescued, the event does not say.</summary>
internal sealed class ObservedFailure(string host, string task, string taskId, string message)
{
    public string Host { get; } = host;

    public string Task { get; } = task;

    public string TaskId { get; } = taskId;

    public string Message { get; } = message;

    /// <summary>A missing include file: never rescued in Ansible's figures.</summary>
    public bool IsInclude { get; init; }

    /// <summary>What the event does say for certain.</summary>
    public TaskFailureKind? Fixed { get; init; }

    /// <summary>What it was judged to be; null before.</summary>
    public TaskFailureKind? Kind { get; set; }
}
