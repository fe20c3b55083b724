using Playbooks.Templates;

namespace Playbooks;

/// <summary>The rollback steps of a completed step, with the values that it ran with.</summary>
internal sealed record RollbackEntry(IReadOnlyList<PlannedStep> Steps, EvaluationScope Scope, StepAddress Address);
