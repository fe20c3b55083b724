using Playbooks.Templates;

namespace Playbooks;

/// <summary>How a completed step is undone: its rollback steps, with the values that it ran with.</summary>
internal sealed record Undo(IReadOnlyList<PlannedStep> Steps, EvaluationScope Scope, StepAddress Address);
