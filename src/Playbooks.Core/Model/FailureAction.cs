namespace Playbooks;

/// <summary>The effect of a step's failure on its playbook.</summary>
internal enum FailureAction
{
    /// <summary>The playbook fails. None of its further steps runs.</summary>
    Abort,

    /// <summary>The failure is reported, and the next step runs.</summary>
    Continue,

    /// <summary>
    /// The playbook fails, and its completed steps are undone: their rollback steps run, newest first.
    /// </summary>
    Rollback,
}
