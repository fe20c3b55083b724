namespace Playbooks.Processes;

/// <summary>A program was stopped by its caller's token.</summary>
public sealed class ProcessCanceledException : OperationCanceledException
{
    /// <summary>With what was found of the program when it was stopped.</summary>
    public ProcessCanceledException(
        string message, ProcessRemains remains, IReadOnlyList<int> unstoppable, IReadOnlyList<string> warnings, CancellationToken cancellationToken)
        : base(message, cancellationToken)
    {
        Remains = remains;
        Unstoppable = unstoppable;
        Warnings = warnings;
    }

    /// <summary>Every process that was found to belong to the program, by then ended.</summary>
    public ProcessRemains Remains { get; }

    /// <summary>The processes that could not be ended: other users' processes, or such as hang in the kernel.</summary>
    public IReadOnlyList<int> Unstoppable { get; }

    /// <summary>Sentences about what could not be promised, such as on a machine without Python. Usually there are none.</summary>
    public IReadOnlyList<string> Warnings { get; }
}
