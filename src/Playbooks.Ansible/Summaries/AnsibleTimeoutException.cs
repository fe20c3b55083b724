namespace Playbooks.Ansible;

/// <summary>The Ansible playbook took longer than it was allowed to, and was stopped.</summary>
public sealed class AnsibleTimeoutException : AnsibleException
{
    /// <summary>Makes the exception of the summary so far.</summary>
    public AnsibleTimeoutException(string message, ExecutionSummary summary)
        : base(message)
    {
        ArgumentNullException.ThrowIfNull(summary);
        Summary = summary;
    }

    /// <summary>The summary up to the stop. Its status is <see cref="AnsibleRunStatus.Timeout"/>.</summary>
    public ExecutionSummary Summary { get; }
}
