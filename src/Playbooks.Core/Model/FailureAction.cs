namespace Playbooks;

/// <summary>What a step's failure means for its playbook.</summary>
internal enum FailureAction
{
    /// <summary>The playbook fails; no further step of it runs.</summary>
    Abort,

    /// <summary>The failure is reported, and the next step runs.</summary>
    Continue,

    /// <summary>The playbook fails, and what its completed steps did is undone: their rollback steps run, newest first.</summary>
    Rollback,
}
