namespace Playbooks.Storage;

/// <summary>One line of a run's journal. Nothing in it holds a secret.</summary>
/// <remarks>
/// An entry is written before the next step begins, and names that step: one write a step says both what has ended and what is under way.
/// </remarks>
public sealed record JournalEntry
{
    /// <summary>Its place in the journal, from 1. Two entries of a run with the same one are a conflict, which the store refuses.</summary>
    public required long Sequence { get; init; }

    /// <summary>What it says.</summary>
    public required JournalEntryKind Kind { get; init; }

    /// <summary>The step that it is about, as <see cref="StepAddress"/> writes it; null for <see cref="JournalEntryKind.Started"/> and <see cref="JournalEntryKind.Resumed"/>.</summary>
    public string? Address { get; init; }

    /// <summary>How the step ended.</summary>
    public StepStatus Status { get; init; }

    /// <summary>How many attempts were made.</summary>
    public int Attempts { get; init; }

    /// <summary>When the step began, in UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long it took, exact to a millisecond.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether a time limit ended it.</summary>
    public bool TimedOut { get; init; }

    /// <summary>What it gave to later steps, as a JSON object; a mark stands for what is secret. Null when it gave nothing.</summary>
    public string? Outputs { get; init; }

    /// <summary>The variables that it set, in the same form. Null when it set none.</summary>
    public string? Variables { get; init; }

    /// <summary>Why it failed, secrets masked.</summary>
    public string? Error { get; init; }

    /// <summary>The step that begins after this entry was written; null when none does at once, or when it may be repeated anyway.</summary>
    public string? Next { get; init; }
}
