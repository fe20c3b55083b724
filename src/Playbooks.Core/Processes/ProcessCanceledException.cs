namespace Playbooks.Processes;

/// <summary>A program was stopped by its caller's token.</summary>
public sealed class ProcessCanceledException : OperationCanceledException
{
    /// <summary>With what was found of the program when it was stopped.</summary>
    public ProcessCanceledException(string message, IReadOnlyList<int> processIds, IReadOnlyList<int> unstoppable, CancellationToken cancellationToken)
        : base(message, cancellationToken)
    {
        ProcessIds = processIds;
        Unstoppable = unstoppable;
    }

    /// <summary>Every process that was found to belong to the program, by then ended: traces of them may carry their ids.</summary>
    public IReadOnlyList<int> ProcessIds { get; }

    /// <summary>Those that could not be ended: other users' processes, or such as hang in the kernel.</summary>
    public IReadOnlyList<int> Unstoppable { get; }
}
