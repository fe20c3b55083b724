namespace Playbooks;

/// <summary>How it stands with a step. In JSON in lower case.</summary>
public enum StepStatus
{
    /// <summary>It was not reached.</summary>
    Pending,

    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It succeeded.</summary>
    Completed,

    /// <summary>It failed, or took too long.</summary>
    Failed,

    /// <summary>Its condition was false.</summary>
    Skipped,

    /// <summary>The run was cancelled while it was under way.</summary>
    Cancelled,
}
