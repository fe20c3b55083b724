namespace Playbooks.Ansible;

/// <summary>The caller's token stopped the Ansible playbook. An <see cref="OperationCanceledException"/> that also
/// carries the summary so far.</summary>
public sealed class AnsibleCanceledException : OperationCanceledException
{
    /// <summary>Makes the exception of the summary so far and the caller's token.</summary>
    public AnsibleCanceledException(string message, ExecutionSummary summary, CancellationToken cancellationToken)
        : base(message, cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(summary);
        Summary = summary;
    }

    /// <summary>The summary up to the stop. Its status is <see cref="AnsibleRunStatus.Cancelled"/>.</summary>
    public ExecutionSummary Summary { get; }
}
