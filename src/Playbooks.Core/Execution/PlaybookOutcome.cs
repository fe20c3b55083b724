namespace Playbooks;

/// <summary>The result of a playbook on its way back to the step that called it, or to the run.</summary>
/// <param name="Report">Its report, secrets masked.</param>
/// <param name="Outputs">Its outputs, with their secrets.</param>
/// <param name="Rollback">The entries with which it can be undone, oldest first.</param>
/// <param name="StepsExecuted">The number of its steps that were started.</param>
internal readonly record struct PlaybookOutcome(
    ExecutionReport Report, IReadOnlyDictionary<string, object?> Outputs, RollbackEntry[] Rollback, int StepsExecuted);
