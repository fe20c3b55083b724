namespace Playbooks;

/// <summary>Where a run is in its life.</summary>
public enum RunPhase
{
    /// <summary>It was not started.</summary>
    NotStarted,

    /// <summary>Steps are under way.</summary>
    Running,

    /// <summary>It waits, before a step, to be resumed.</summary>
    Paused,

    /// <summary>It has ended.</summary>
    Ended,
}
