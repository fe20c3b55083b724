using Playbooks.Storage;

namespace Playbooks;

/// <summary>The result of a step on its way back through the engine, with its secrets.</summary>
/// <remarks>
/// The engine has no other type for it. <see cref="StepAttempt"/> makes it from the <see cref="StepResult"/> of a
/// handler, <see cref="JournalReplay"/> from a <see cref="JournalEntry"/>. <see cref="StepRunner"/> makes the masked
/// <see cref="StepReport"/> from it, and <see cref="RunJournal"/> the entry.
/// </remarks>
internal sealed record StepOutcome(StepStatus Status, int Attempts)
{
    private static readonly StepOutcome FirstTime = new(StepStatus.Completed, 1);

    public static StepOutcome Skipped { get; } = new(StepStatus.Skipped, 0);

    /// <summary>The step was not begun, because the run has to end.</summary>
    public static StepOutcome NotBegun { get; } = new(StepStatus.Pending, 0);

    /// <summary>The values that later steps can use.</summary>
    public IReadOnlyDictionary<string, object?> Outputs { get; init; } = PlaybookValues.EmptyMap;

    /// <summary>The reason of a failure or a cancellation.</summary>
    public string? Error { get; init; }

    /// <summary>True when a time limit ended the step.</summary>
    public bool TimedOut { get; init; }

    /// <summary>The report of the playbook that the step ran.</summary>
    public ExecutionReport? Nested { get; init; }

    /// <summary>The reports of the iterations of a loop.</summary>
    public IReadOnlyList<StepReport>? Iterations { get; init; }

    /// <summary>The entries that undo the step or the steps below it, oldest first.</summary>
    public RollbackEntry[] Rollback { get; init; } = [];

    /// <summary>The variables that the step set, for the journal; null when it set none.</summary>
    public IReadOnlyDictionary<string, object?>? Variables { get; init; }

    /// <summary>The journal entry from which a resumed run took this outcome.</summary>
    public JournalEntry? Journalled { get; init; }

    /// <summary>True when later steps see its outputs.</summary>
    public bool HasOutputs => Status is StepStatus.Completed or StepStatus.Failed;

    /// <summary>
    /// Makes the outcome of a handler's call. Steps that complete at the first attempt without outputs share one
    /// object.
    /// </summary>
    public static StepOutcome Of(StepResult result, int attempts)
        => result.Error is not null ? Failed(attempts, result.Error) with { Outputs = result.Outputs }
            : !PlaybookValues.IsEmpty(result.Outputs) ? new(StepStatus.Completed, attempts) { Outputs = result.Outputs }
            : attempts == 1 ? FirstTime
            : new(StepStatus.Completed, attempts);

    public static StepOutcome Failed(int attempts, string error) => new(StepStatus.Failed, attempts) { Error = error };

    public static StepOutcome Cancelled(int attempts, string error = "The step was cancelled")
        => new(StepStatus.Cancelled, attempts) { Error = error };
}

/// <summary>A step that has ended: its outcome, and the report of it.</summary>
internal readonly record struct EndedStep(StepOutcome Outcome, StepReport Report)
{
    /// <summary>Makes a step that was not reached, because the run or its loop ended before it.</summary>
    public static EndedStep NotReached(PlannedStep step, StepAddress address)
        => new(StepOutcome.NotBegun, StepReport.NotReached(step, address));
}
