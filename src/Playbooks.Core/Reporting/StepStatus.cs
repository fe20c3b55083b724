namespace Playbooks;

/// <summary>The status of a step. JSON has it in lower case.</summary>
public enum StepStatus
{
    /// <summary>The step was not reached.</summary>
    Pending,

    /// <summary>The step is under way.</summary>
    Running,

    /// <summary>The step succeeded.</summary>
    Completed,

    /// <summary>The step failed, or exceeded a time limit.</summary>
    Failed,

    /// <summary>The step's condition was false.</summary>
    Skipped,

    /// <summary>The run was cancelled while the step was under way.</summary>
    Cancelled,
}
