namespace Playbooks.Ansible;

/// <summary>An Ansible playbook failed, and its caller had asked for an exception in that case.</summary>
public sealed class AnsibleRunFailedException : AnsibleException
{
    /// <summary>Makes the exception of the run's summary.</summary>
    public AnsibleRunFailedException(ExecutionSummary summary)
        : base(Describe(summary))
        => Summary = summary;

    /// <summary>The run's summary.</summary>
    public ExecutionSummary Summary { get; }

    private static string Describe(ExecutionSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return $"The Ansible playbook failed: {string.Join("; ", summary.KeyErrors)}";
    }
}
