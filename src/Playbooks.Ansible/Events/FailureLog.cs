namespace Playbooks.Ansible.Events;

/// <summary>The failures of a run, as many as a summary can use: those that count, and those that may still be
/// rescued.</summary>
internal sealed class FailureLog
{
    /// <summary>The largest number of failures that are kept. Further ones are only counted.</summary>
    public const int Maximum = 10_000;

    private readonly List<ObservedFailure> _counted = [];
    private readonly Queue<ObservedFailure> _open = new();
    private long _order;

    /// <summary>True when another failure that counts would be kept.</summary>
    public bool HasRoom => _counted.Count < Maximum;

    /// <summary>Adds a failure that counts.</summary>
    public void AddCounted(ObservedFailure failure)
    {
        if (HasRoom)
        {
            _counted.Add(failure with { Order = _order++ });
        }
    }

    /// <summary>Adds a failure that counts unless it is rescued. When there are too many, the oldest is dropped, as the
    /// last ones count.</summary>
    public void AddOpen(ObservedFailure failure)
    {
        if (_open.Count == Maximum)
        {
            _open.Dequeue();
        }

        _open.Enqueue(failure with { Order = _order++ });
    }

    /// <summary>Removes the last failure of a host, because Ansible's debugger runs the task again.</summary>
    public void TakeBack(int host)
    {
        int last = _counted.FindLastIndex(failure => failure.Host == host);
        if (last >= 0)
        {
            _counted.RemoveAt(last);
        }
    }

    /// <summary>Decides the open failures by Ansible's figures.</summary>
    /// <param name="figuresOf">Gets Ansible's counts for a host since the last call: its failures, and those that were
    /// rescued.</param>
    public void Settle(Func<int, (long Failures, long Rescued)> figuresOf)
    {
        foreach (ObservedFailure failure in CountedFailures.ByFigures([.. _open], figuresOf))
        {
            if (HasRoom)
            {
                _counted.Add(failure);
            }
        }

        _open.Clear();
    }

    /// <summary>Gets the failures that count, in their order. Open ones are decided by their order.</summary>
    public IReadOnlyList<TaskFailure> ToList()
        =>
        [
            .. _counted.Concat(CountedFailures.ByOrder([.. _open]))
                .OrderBy(failure => failure.Order)
                .Select(failure => failure.Failure),
        ];
}
