namespace Playbooks;

/// <summary>Who approves a playbook, and why.</summary>
public sealed record Verification
{
    /// <summary>Who approves it.</summary>
    public string? By { get; init; }

    /// <summary>What they have to say.</summary>
    public string? Note { get; init; }

    /// <summary>The execution that proved it.</summary>
    public string? Run { get; init; }

    /// <summary>Whether such an execution must be in the history: of exactly this content, and completed. The newest one is recorded when <see cref="Run"/> names none.</summary>
    public bool RequireRun { get; init; }
}
