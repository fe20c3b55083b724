namespace Playbooks.Processes;

/// <summary>Thrown when a program was stopped by its caller's token.</summary>
public sealed class ProcessCanceledException : OperationCanceledException
{
    /// <summary>Creates it with the processes that were found when the program was stopped.</summary>
    public ProcessCanceledException(
        string message,
        ProcessRemains remains,
        IReadOnlyList<int> unstoppable,
        IReadOnlyList<string> warnings,
        CancellationToken cancellationToken)
        : base(message, cancellationToken)
    {
        Remains = remains;
        Unstoppable = unstoppable;
        Warnings = warnings;
    }

    /// <summary>The processes that belonged to the program. They have been ended.</summary>
    public ProcessRemains Remains { get; }

    /// <summary>
    /// The processes that could not be ended: those of other users, or those that hang in the kernel.
    /// </summary>
    public IReadOnlyList<int> Unstoppable { get; }

    /// <summary>
    /// Warnings about guarantees that could not be given, such as on a machine without Python. Usually empty.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; }
}
