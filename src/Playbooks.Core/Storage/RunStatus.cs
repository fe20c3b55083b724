namespace Playbooks.Storage;

/// <summary>The status of a run in the history.</summary>
public enum RunStatus
{
    /// <summary>
    /// The run is under way. If its lease is not renewed, its process has died, and the run can be resumed.
    /// </summary>
    Running,

    /// <summary>The run completed.</summary>
    Completed,

    /// <summary>A step failed and ended the run.</summary>
    Failed,

    /// <summary>A step exceeded its time limit and ended the run.</summary>
    TimedOut,

    /// <summary>The run was cancelled.</summary>
    Cancelled,

    /// <summary>
    /// The run was interrupted within steps that must not be repeated. A person has to decide about them.
    /// </summary>
    InDoubt,
}
