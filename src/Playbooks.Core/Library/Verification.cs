namespace Playbooks;

/// <summary>The approval of a playbook: its author and the reason.</summary>
public sealed record Verification
{
    /// <summary>The person who approves it.</summary>
    public string? By { get; init; }

    /// <summary>A note of that person.</summary>
    public string? Note { get; init; }

    /// <summary>The execution that proved the playbook.</summary>
    public string? Run { get; init; }

    /// <summary>
    /// True when the history must contain a completed execution of exactly this content. If <see cref="Run"/> names
    /// none, the newest one is recorded.
    /// </summary>
    public bool RequireRun { get; init; }
}
