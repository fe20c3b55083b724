namespace Playbooks;

/// <summary>A run did not complete, and its caller wanted an exception for that.</summary>
public sealed class PlaybookFailedException : PlaybookException
{
    /// <summary>With the report of the run.</summary>
    public PlaybookFailedException(ExecutionReport report)
        : base(report?.Error ?? "The playbook did not complete")
    {
        ArgumentNullException.ThrowIfNull(report);
        Report = report;
    }

    /// <summary>What became of the run.</summary>
    public ExecutionReport Report { get; }
}
