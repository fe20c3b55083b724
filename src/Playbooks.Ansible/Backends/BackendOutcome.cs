namespace Playbooks.Ansible.Backends;

/// <summary>How Ansible ended.</summary>
internal sealed record BackendOutcome
{
    /// <summary>Whether it was stopped before it ended by itself.</summary>
    public bool WasStopped { get; init; }

    /// <summary>The exit code of <c>ansible-playbook</c>; null when it has none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What the caller should know besides, such as processes that could not be ended; null for nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>What the summary is to warn of, besides what Ansible did.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Of a run that was stopped.</summary>
    public static BackendOutcome Stopped(AnsibleProcessEnd end)
        => new() { WasStopped = true, Remark = RemarkOf(end), Warnings = AnsibleProcess.Warnings(end, isKilled: true) };

    /// <summary>Names the processes that could not be ended.</summary>
    public static string? RemarkOf(AnsibleProcessEnd end)
        => end.Unstoppable.Count > 0 ? $"These processes could not be ended: {string.Join(", ", end.Unstoppable)}." : null;
}
