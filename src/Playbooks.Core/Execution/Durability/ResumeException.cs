namespace Playbooks;

/// <summary>A run cannot be continued or repeated. The message says why, and what can be done.</summary>
public class ResumeException : PlaybookException
{
    /// <summary>With the reason.</summary>
    public ResumeException(string executionId, string message)
        : base(message)
        => ExecutionId = executionId;

    /// <summary>The run.</summary>
    public string ExecutionId { get; }
}
