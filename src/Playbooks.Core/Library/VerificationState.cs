namespace Playbooks;

/// <summary>How a playbook's content stands to its verification record.</summary>
public enum VerificationState
{
    /// <summary>There is no record.</summary>
    Unverified,

    /// <summary>It is what was verified, and so is everything below it.</summary>
    Verified,

    /// <summary>It was edited since: it is not verified any more.</summary>
    Stale,

    /// <summary>It is what was verified, but a child was verified anew since.</summary>
    Drifted,
}
