namespace Playbooks.Cli;

/// <summary>A step in a <see cref="RunTree"/>.</summary>
internal sealed class RunTreeNode(string address, string name)
{
    public string Address { get; } = address;

    public string Name { get; } = name;

    public List<RunTreeNode> Children { get; } = [];

    public StepStatus Status { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public TimeSpan Duration { get; private set; }

    /// <summary>The last message of the step, or the reason of its failure.</summary>
    public string? Remark { get; set; }

    /// <summary>Marks the step as running. The steps below it have not begun, or begin again.</summary>
    public void Restart(DateTimeOffset now)
    {
        Reset();
        Status = StepStatus.Running;
        StartedAt = now;
    }

    public void Apply(StepReport report)
    {
        Status = report.Status;
        Duration = report.Duration;
        Remark = report.Error;
    }

    private void Reset()
    {
        Status = StepStatus.Pending;
        Remark = null;
        foreach (RunTreeNode child in Children)
        {
            child.Reset();
        }
    }
}
