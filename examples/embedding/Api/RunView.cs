using Playbooks.Agent;
using Playbooks.Hosting;

namespace Embedding.Api;

/// <summary>How far a piece of work has come, as the API says it.</summary>
/// <param name="Id">The task id.</param>
/// <param name="Stage">queued, running or ended.</param>
/// <param name="Position">While it is queued: its place, from 1.</param>
/// <param name="Result">Once it has ended.</param>
internal sealed record RunView(string Id, WorkStage Stage, int? Position, WorkResult? Result)
{
    public static RunView Of(string id, WorkProgress progress) => new(id, progress.Stage, progress.Position, progress.Result);
}
