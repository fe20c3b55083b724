namespace Playbooks;

/// <summary>The status with which a run ended. JSON has it in snake case: <c>timed_out</c>.</summary>
public enum ExecutionStatus
{
    /// <summary>Every step that had to run succeeded, or its failure was allowed.</summary>
    Completed,

    /// <summary>A step failed and ended the run.</summary>
    Failed,

    /// <summary>A step exceeded its time limit and ended the run.</summary>
    TimedOut,

    /// <summary>The run was cancelled before it ended.</summary>
    Cancelled,
}
