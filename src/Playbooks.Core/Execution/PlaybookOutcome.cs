namespace Playbooks;

/// <summary>What became of a playbook: its report, masked; its outputs, as its caller's steps use them; what can be undone of it, oldest first; how many of its steps ran.</summary>
internal readonly record struct PlaybookOutcome(ExecutionReport Report, IReadOnlyDictionary<string, object?> Outputs, Undo[] Undo, int StepsExecuted);
