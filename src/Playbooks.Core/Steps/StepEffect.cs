namespace Playbooks;

/// <summary>What a step does to the world outside the run.</summary>
public enum StepEffect
{
    /// <summary>Nobody said. Treat it as if it changed something.</summary>
    Unknown,

    /// <summary>It only looks.</summary>
    ReadOnly,

    /// <summary>It may change something.</summary>
    Mutating,
}
