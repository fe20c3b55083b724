namespace Playbooks.Ansible.Backends;

/// <summary>The end of Ansible.</summary>
internal sealed record BackendOutcome
{
    /// <summary>True when it was stopped before it ended by itself.</summary>
    public bool WasStopped { get; init; }

    /// <summary>The exit code of <c>ansible-playbook</c>; null when it has none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>A further remark for the caller, such as processes that could not be ended; null for none.</summary>
    public string? Remark { get; init; }

    /// <summary>Warnings for the summary besides Ansible's own.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Makes the outcome of a run that was stopped.</summary>
    public static BackendOutcome Stopped(AnsibleProcessEnd end)
        => new() { WasStopped = true, Remark = RemarkOf(end), Warnings = AnsibleProcess.Warnings(end, isKilled: true) };

    /// <summary>Names the processes that could not be ended.</summary>
    public static string? RemarkOf(AnsibleProcessEnd end)
        => end.Unstoppable.Count > 0
            ? $"These processes could not be ended: {string.Join(", ", end.Unstoppable)}."
            : null;
}
