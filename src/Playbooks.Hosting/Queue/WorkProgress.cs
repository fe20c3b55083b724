using Playbooks.Agent;

namespace Playbooks.Hosting;

/// <summary>How far a piece of work has come.</summary>
/// <param name="Stage">Queued, running or ended.</param>
/// <param name="Position">While it is queued, its place: 1 is next. Others may come before it later, and a busy concurrency key may hold it back. null otherwise.</param>
/// <param name="Result">What came of it, once it has ended.</param>
public sealed record WorkProgress(WorkStage Stage, int? Position, WorkResult? Result);
