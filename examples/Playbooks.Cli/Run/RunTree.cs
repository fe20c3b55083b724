namespace Playbooks.Cli;

/// <summary>
/// The steps of a run and their states, for a live view. Safe for the thread that draws and the one that reads events.
/// </summary>
internal sealed class RunTree
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RunTreeNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<RunTreeNode> _roots = [];
    private readonly bool _expand;

    public RunTree(PlaybookPlan plan, bool expand)
    {
        _expand = expand;
        Title = plan.Root.Playbook.Name;
        Add(plan.Root, parent: null);
    }

    public string Title { get; }

    /// <summary>A message to the user below the tree.</summary>
    public string? Notice { get; set; }

    /// <summary>Reads the steps while nothing changes them.</summary>
    public void Read(Action<IReadOnlyList<RunTreeNode>> read)
    {
        lock (_lock)
        {
            read(_roots);
        }
    }

    public void Apply(ExecutionEvent happened)
    {
        lock (_lock)
        {
            if (happened.Address is not StepAddress address || !_nodes.TryGetValue(address.ToString(), out RunTreeNode? node))
            {
                return;
            }

            switch (happened)
            {
                case StepStarted:
                    node.Restart(happened.Timestamp);
                    break;
                case StepRetrying retrying:
                    node.Remark = $"attempt {retrying.Attempt} failed, again in {Elapsed.Text(retrying.Delay)}: {retrying.Error}";
                    break;
                case StepLogged logged:
                    node.Remark = logged.Message;
                    break;
                case StepProgressed progressed:
                    node.Remark = progressed.Message;
                    break;
                case StepFinished finished:
                    node.Apply(finished.Report);
                    break;
            }
        }
    }

    /// <summary>Takes the final states from the report, which is complete even if events were missed.</summary>
    public void Apply(ExecutionReport report)
    {
        lock (_lock)
        {
            foreach (StepReport step in report.Steps.Concat(report.Finally))
            {
                _nodes.GetValueOrDefault(step.Address.ToString())?.Apply(step);
            }
        }

        if (_expand)
        {
            foreach (ExecutionReport nested in report.Steps.Concat(report.Finally).Select(step => step.Nested).OfType<ExecutionReport>())
            {
                Apply(nested);
            }
        }
    }

    private void Add(PlannedPlaybook playbook, RunTreeNode? parent)
    {
        foreach (PlannedStep step in playbook.Steps.Concat(playbook.Finally))
        {
            string address = parent is null ? step.Step.Id : $"{parent.Address}/{step.Step.Id}";
            RunTreeNode node = new(address, step.Step.Name);
            _nodes[address] = node;
            (parent?.Children ?? _roots).Add(node);
            if (_expand && step.Nested is PlannedPlaybook nested)
            {
                Add(nested, node);
            }
        }
    }
}
