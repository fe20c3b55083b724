namespace Playbooks.Ansible;

/// <summary>Ansible's counts for one host: the figures of its PLAY RECAP.</summary>
public sealed record HostSummary
{
    /// <summary>Tasks that went well, changed ones and ignored failures among them.</summary>
    public long Ok { get; init; }

    /// <summary>Tasks that changed something.</summary>
    public long Changed { get; init; }

    /// <summary>Tasks that failed, and were neither ignored nor rescued.</summary>
    public long Failures { get; init; }

    /// <summary>Tasks that were skipped.</summary>
    public long Skipped { get; init; }

    /// <summary>Tasks for which the host could not be reached.</summary>
    public long Unreachable { get; init; }

    /// <summary>Failures that a <c>rescue</c> section took care of.</summary>
    public long Rescued { get; init; }

    /// <summary>Failures that were ignored because of <c>ignore_errors</c> or <c>ignore_unreachable</c>.</summary>
    public long Ignored { get; init; }
}
