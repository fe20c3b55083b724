namespace Playbooks;

/// <summary>What became of a playbook: its report, masked, and its outputs, as its caller's steps use them.</summary>
internal readonly record struct PlaybookOutcome(ExecutionReport Report, IReadOnlyDictionary<string, object?> Outputs);
