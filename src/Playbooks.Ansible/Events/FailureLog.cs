namespace Playbooks.Ansible.Events;

/// <summary>The failures of a run, as many as a summary can use: those that count, and those of which that is not known yet.</summary>
internal sealed class FailureLog
{
    /// <summary>More are only counted.</summary>
    public const int Maximum = 10_000;

    private readonly List<ObservedFailure> _counted = [];
    private readonly Queue<ObservedFailure> _open = new();
    private long _order;

    /// <summary>Whether another one that counts would be kept.</summary>
    public bool HasRoom => _counted.Count < Maximum;

    /// <summary>A failure that counts.</summary>
    public void AddCounted(ObservedFailure failure)
    {
        if (HasRoom)
        {
            _counted.Add(failure with { Order = _order++ });
        }
    }

    /// <summary>A failure that counts unless it is rescued. Of too many the oldest is forgotten, as it is the last ones that count.</summary>
    public void AddOpen(ObservedFailure failure)
    {
        if (_open.Count == Maximum)
        {
            _open.Dequeue();
        }

        _open.Enqueue(failure with { Order = _order++ });
    }

    /// <summary>Ansible took the last failure of a host back: its debugger does the task again.</summary>
    public void TakeBack(int host)
    {
        int last = _counted.FindLastIndex(failure => failure.Host == host);
        if (last >= 0)
        {
            _counted.RemoveAt(last);
        }
    }

    /// <summary>Ansible's figures are there: what was open is decided.</summary>
    /// <param name="figuresOf">What Ansible counted for a host since the last time: its failures, and what was rescued.</param>
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

    /// <summary>Those that count, in their order; what is still open is judged by that order.</summary>
    public IReadOnlyList<TaskFailure> ToList()
        => [.. _counted.Concat(CountedFailures.ByOrder([.. _open])).OrderBy(failure => failure.Order).Select(failure => failure.Failure)];
}
