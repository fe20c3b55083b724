using Playbooks.Agent;

namespace Playbooks.Hosting;

/// <summary>The progress of a piece of work in a queue.</summary>
/// <param name="Stage">Queued, running or ended.</param>
/// <param name="Position">The place of queued work: 1 is next. Later work may overtake it, and a busy concurrency key
/// may delay it. null when it is not queued.</param>
/// <param name="Result">The result, once the work has ended.</param>
public sealed record WorkProgress(WorkStage Stage, int? Position, WorkResult? Result);
