namespace Playbooks.Ansible;

/// <summary>The Ansible playbook took longer than it was allowed to, and was stopped.</summary>
public sealed class AnsibleTimeoutException : AnsibleException
{
    /// <summary>With what was known when it was stopped.</summary>
    public AnsibleTimeoutException(string message, ExecutionSummary summary)
        : base(message)
    {
        ArgumentNullException.ThrowIfNull(summary);
        Summary = summary;
    }

    /// <summary>What had happened until then. Its status is <see cref="AnsibleRunStatus.Timeout"/>.</summary>
    public ExecutionSummary Summary { get; }
}
