namespace Playbooks;

/// <summary>The phase of a run's life.</summary>
public enum RunPhase
{
    /// <summary>The run was not started.</summary>
    NotStarted,

    /// <summary>Steps are under way.</summary>
    Running,

    /// <summary>The run waits before a step until it is resumed.</summary>
    Paused,

    /// <summary>The run has ended.</summary>
    Ended,
}
