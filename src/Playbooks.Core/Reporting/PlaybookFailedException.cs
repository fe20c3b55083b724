namespace Playbooks;

/// <summary>A run did not complete, and its caller asked for an exception in that case.</summary>
public sealed class PlaybookFailedException : PlaybookException
{
    /// <summary>Makes the exception with the report of the run.</summary>
    public PlaybookFailedException(ExecutionReport report)
        : base(report?.Error ?? "The playbook did not complete")
    {
        ArgumentNullException.ThrowIfNull(report);
        Report = report;
    }

    /// <summary>The report of the run.</summary>
    public ExecutionReport Report { get; }
}
