namespace Playbooks;

/// <summary>The effect of a step outside the run.</summary>
public enum StepEffect
{
    /// <summary>Not declared. Treat it as mutating.</summary>
    Unknown,

    /// <summary>It only reads.</summary>
    ReadOnly,

    /// <summary>It may change something.</summary>
    Mutating,
}
