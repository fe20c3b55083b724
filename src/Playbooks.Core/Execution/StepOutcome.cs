namespace Playbooks;

/// <summary>What became of a step, before it is masked for its report.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Attempts">How many attempts were made.</param>
/// <param name="Outputs">What later steps can use.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="TimedOut">Whether a time limit ended it.</param>
/// <param name="Nested">The report of the playbook that it ran.</param>
internal readonly record struct StepOutcome(
    StepStatus Status, int Attempts, IReadOnlyDictionary<string, object?> Outputs, string? Error = null, bool TimedOut = false, ExecutionReport? Nested = null)
{
    public static StepOutcome Skipped { get; } = new(StepStatus.Skipped, 0, PlaybookValues.EmptyMap);

    public static StepOutcome Failed(int attempts, string error) => new(StepStatus.Failed, attempts, PlaybookValues.EmptyMap, error);
}
