namespace Playbooks;

/// <summary>What became of a step, before it is masked for its report.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Attempts">How many attempts were made.</param>
/// <param name="Outputs">What later steps can use.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="TimedOut">Whether a time limit ended it.</param>
/// <param name="Details">What most steps do not have.</param>
internal readonly record struct StepOutcome(
    StepStatus Status,
    int Attempts,
    IReadOnlyDictionary<string, object?> Outputs,
    string? Error = null,
    bool TimedOut = false,
    StepDetails? Details = null)
{
    public static StepOutcome Skipped { get; } = new(StepStatus.Skipped, 0, PlaybookValues.EmptyMap);

    /// <summary>It was not begun, since the run has to end.</summary>
    public static StepOutcome NotBegun { get; } = new(StepStatus.Pending, 0, PlaybookValues.EmptyMap);

    public static StepOutcome Failed(int attempts, string error) => new(StepStatus.Failed, attempts, PlaybookValues.EmptyMap, error);
}

/// <summary>What the steps have that contain others, can be undone, set variables, or come from the journal.</summary>
internal sealed record StepDetails
{
    /// <summary>The report of the playbook that it ran.</summary>
    public ExecutionReport? Nested { get; init; }

    /// <summary>The reports of its iterations, when it is a loop.</summary>
    public IReadOnlyList<StepReport>? Iterations { get; init; }

    /// <summary>What can be undone of it, oldest first.</summary>
    public Undo[] Undo { get; init; } = [];

    /// <summary>The variables that it set; null when it set none.</summary>
    public IReadOnlyDictionary<string, object?>? Variables { get; init; }

    /// <summary>What an earlier life of the run journalled of it.</summary>
    public Storage.JournalEntry? Journalled { get; init; }
}
