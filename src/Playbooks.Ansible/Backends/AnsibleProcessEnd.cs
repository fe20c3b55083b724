using Playbooks.Processes;

namespace Playbooks.Ansible.Backends;

/// <summary>How a program that ran Ansible ended. Nothing of it is left on this machine.</summary>
internal sealed record AnsibleProcessEnd
{
    /// <summary>Its exit code; null when it was stopped.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How it was stopped; null when it ended by itself.</summary>
    public ProcessCanceledException? Stopped { get; init; }

    /// <summary>How many processes were ended that it had left in the background.</summary>
    public int EndedInBackground { get; init; }

    /// <summary>Whether it had connections over ssh when it ended.</summary>
    public bool UsedSsh { get; init; }
}
