namespace Playbooks;

/// <summary>A run cannot be continued or repeated. The message gives the reason and a remedy.</summary>
public class ResumeException : PlaybookException
{
    /// <summary>Makes the exception with its reason.</summary>
    public ResumeException(string executionId, string message)
        : base(message)
        => ExecutionId = executionId;

    /// <summary>The id of the run.</summary>
    public string ExecutionId { get; }
}
