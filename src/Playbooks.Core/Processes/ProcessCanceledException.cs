namespace Playbooks.Processes;

/// <summary>A program was stopped by its caller's token.</summary>
public sealed class ProcessCanceledException : OperationCanceledException
{
    /// <summary>With what was found of the program when it was stopped.</summary>
    public ProcessCanceledException(string message, ProcessRemains remains, IReadOnlyList<int> unstoppable, CancellationToken cancellationToken)
        : base(message, cancellationToken)
    {
        Remains = remains;
        Unstoppable = unstoppable;
    }

    /// <summary>Every process that was found to belong to the program, by then ended.</summary>
    public ProcessRemains Remains { get; }

    /// <summary>Those that could not be ended: other users' processes, or such as hang in the kernel.</summary>
    public IReadOnlyList<int> Unstoppable { get; }
}
