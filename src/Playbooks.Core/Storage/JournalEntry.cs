namespace Playbooks.Storage;

/// <summary>One entry of a run's journal. It holds no secrets.</summary>
/// <remarks>
/// An entry is written before the next step begins, and names that step. So one write for each step records both the
/// step that has ended and the step that is under way.
/// </remarks>
public sealed record JournalEntry
{
    /// <summary>
    /// The entry's number in the journal, from 1. Two entries of a run with the same number are a conflict, which the
    /// store refuses.
    /// </summary>
    public required long Sequence { get; init; }

    /// <summary>The entry's kind.</summary>
    public required JournalEntryKind Kind { get; init; }

    /// <summary>
    /// The address of the entry's step, as <see cref="StepAddress"/> writes it; null for
    /// <see cref="JournalEntryKind.Started"/> and <see cref="JournalEntryKind.Resumed"/>.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>The status with which the step ended.</summary>
    public StepStatus Status { get; init; }

    /// <summary>The number of attempts.</summary>
    public int Attempts { get; init; }

    /// <summary>The time at which the step began, in UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The duration of the step, exact to a millisecond.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>True when a time limit ended the step.</summary>
    public bool TimedOut { get; init; }

    /// <summary>
    /// The outputs for later steps, as a JSON object in which marks replace secrets. Null when there are none.
    /// </summary>
    public string? Outputs { get; init; }

    /// <summary>The variables that the step set, in the same form. Null when it set none.</summary>
    public string? Variables { get; init; }

    /// <summary>The reason why the step failed, secrets masked.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// The step that begins after this entry was written; null when no step begins at once, or when that step may be
    /// repeated anyway.
    /// </summary>
    public string? Next { get; init; }
}
