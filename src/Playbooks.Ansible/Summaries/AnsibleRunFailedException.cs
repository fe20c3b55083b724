namespace Playbooks.Ansible;

/// <summary>An Ansible playbook failed, and its caller asked for an exception then.</summary>
public sealed class AnsibleRunFailedException : AnsibleException
{
    /// <summary>With what came of the run.</summary>
    public AnsibleRunFailedException(ExecutionSummary summary)
        : base(Describe(summary))
        => Summary = summary;

    /// <summary>What came of the run.</summary>
    public ExecutionSummary Summary { get; }

    private static string Describe(ExecutionSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return $"The Ansible playbook failed: {string.Join("; ", summary.KeyErrors)}";
    }
}
