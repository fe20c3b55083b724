namespace Playbooks;

/// <summary>The state of a playbook's verification.</summary>
public enum VerificationState
{
    /// <summary>The playbook has no record.</summary>
    Unverified,

    /// <summary>The playbook, and all playbooks below it, are as they were verified.</summary>
    Verified,

    /// <summary>The playbook was changed after its verification and is no longer verified.</summary>
    Stale,

    /// <summary>The playbook is as it was verified, but a child was verified again since.</summary>
    Drifted,
}
