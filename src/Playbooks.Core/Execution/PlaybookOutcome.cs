namespace Playbooks;

/// <summary>The result of a playbook on its way back to the step that called it, or to the run.</summary>
/// <param name="Report">The playbook's report, secrets masked.</param>
/// <param name="Outputs">The playbook's outputs, secrets included.</param>
/// <param name="Rollback">The entries with which the playbook can be undone, oldest first.</param>
/// <param name="StepsExecuted">The number of the playbook's steps that were started.</param>
internal readonly record struct PlaybookOutcome(
    ExecutionReport Report, IReadOnlyDictionary<string, object?> Outputs, RollbackEntry[] Rollback, int StepsExecuted);
