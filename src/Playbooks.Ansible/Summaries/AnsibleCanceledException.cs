namespace Playbooks.Ansible;

/// <summary>The caller's token stopped the Ansible playbook. An <see cref="OperationCanceledException"/> that also knows what had happened until then.</summary>
public sealed class AnsibleCanceledException : OperationCanceledException
{
    /// <summary>With what was known when it was stopped, and the caller's token.</summary>
    public AnsibleCanceledException(string message, ExecutionSummary summary, CancellationToken cancellationToken)
        : base(message, cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(summary);
        Summary = summary;
    }

    /// <summary>What had happened until then. Its status is <see cref="AnsibleRunStatus.Cancelled"/>.</summary>
    public ExecutionSummary Summary { get; }
}
