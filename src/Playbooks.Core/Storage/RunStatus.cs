namespace Playbooks.Storage;

/// <summary>How it stands with a run in the history.</summary>
public enum RunStatus
{
    /// <summary>It is under way; or, when nobody renews its lease, its process has died and it can be resumed.</summary>
    Running,

    /// <summary>It completed.</summary>
    Completed,

    /// <summary>A step failed and ended it.</summary>
    Failed,

    /// <summary>A step exceeded its time limit and ended it.</summary>
    TimedOut,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>It was interrupted within steps that may not be repeated: a person has to say what became of them.</summary>
    InDoubt,
}
