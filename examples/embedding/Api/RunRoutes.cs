using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Playbooks.Agent;
using Playbooks.Hosting;

namespace Embedding.Api;

/// <summary><c>GET /runs/{id}</c> and its events while it runs; <c>DELETE</c> cancels it.</summary>
internal static class RunRoutes
{
    public static void MapRuns(this WebApplication app)
    {
        app.MapGet("/runs/{id}", FindAsync).WithName("GetRun").WithSummary("How far a piece of work has come, and its result.");
        app.MapGet("/runs/{id}/events", Events).WithName("GetRunEvents").WithSummary("The same as server-sent events, one for each change, up to the end.");
        app.MapDelete("/runs/{id}", CancelAsync).WithName("CancelRun").WithSummary("Cancels a piece of work that waits or runs.");
    }

    private static async Task<Results<Ok<RunView>, NotFound>> FindAsync(string id, IWorkQueue queue, IWorkResultStore results, CancellationToken cancellationToken)
    {
        if (queue.Find(id) is { } ticket)
        {
            return TypedResults.Ok(RunView.Of(id, ticket.Progress));
        }

        // The work ended long ago, or before this process was started.
        return await results.FindAsync(id, cancellationToken) is { } stored
            ? TypedResults.Ok(new RunView(id, WorkStage.Ended, null, stored.Result))
            : TypedResults.NotFound();
    }

    private static Results<ServerSentEventsResult<RunView>, NotFound> Events(string id, IWorkQueue queue, CancellationToken cancellationToken)
        => queue.Find(id) is { } ticket ? TypedResults.ServerSentEvents(WatchAsync(ticket, cancellationToken)) : TypedResults.NotFound();

    private static async Task<Results<Accepted, NotFound>> CancelAsync(string id, IWorkQueue queue)
        => queue.Find(id) is { } ticket && await ticket.CancelAsync() ? TypedResults.Accepted($"/runs/{Uri.EscapeDataString(id)}") : TypedResults.NotFound();

    private static async IAsyncEnumerable<SseItem<RunView>> WatchAsync(WorkTicket ticket, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (WorkProgress progress in ticket.WatchAsync(cancellationToken))
        {
            yield return new SseItem<RunView>(RunView.Of(ticket.TaskId, progress), progress.Stage.ToString().ToLowerInvariant());
        }
    }
}
