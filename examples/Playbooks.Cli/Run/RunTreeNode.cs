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

    /// <summary>What it said last, or why it failed.</summary>
    public string? Remark { get; set; }

    /// <summary>It runs; what is below it has not begun, or begins anew.</summary>
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
