using Playbooks.Agent;
using Playbooks.Hosting;

namespace Embedding.Api;

/// <summary>The progress of a piece of work as the API returns it.</summary>
/// <param name="Id">The task id.</param>
/// <param name="Stage">queued, running or ended.</param>
/// <param name="Position">The place of queued work, from 1.</param>
/// <param name="Result">The result, once the work has ended.</param>
internal sealed record RunView(string Id, WorkStage Stage, int? Position, WorkResult? Result)
{
    public static RunView Of(string id, WorkProgress progress) => new(id, progress.Stage, progress.Position, progress.Result);
}
