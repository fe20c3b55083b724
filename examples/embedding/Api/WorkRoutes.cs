using Microsoft.AspNetCore.Http.HttpResults;
using Playbooks.Agent;
using Playbooks.Hosting;

namespace Embedding.Api;

/// <summary><c>POST /work</c>: puts a request into the queue.</summary>
internal static class WorkRoutes
{
    // The limit of the agent. A larger body is not read.
    private const long LargestRequest = 1024 * 1024;

    public static void MapWork(this WebApplication app) => app.MapPost("/work", EnqueueAsync)
        .WithName("EnqueueWork")
        .WithSummary("Queues a piece of work; the answer says where to follow it.")
        .Accepts<WorkRequest>("application/json")
        .RequireJson();

    private static async Task<Results<Accepted<RunView>, ProblemHttpResult>> EnqueueAsync(HttpRequest http, IWorkQueue queue, CancellationToken cancellationToken)
    {
        try
        {
            WorkRequest request = WorkRequest.FromJson(await ReadAsync(http, cancellationToken));
            WorkTicket ticket = await queue.EnqueueAsync(request, cancellationToken);
            return TypedResults.Accepted($"/runs/{Uri.EscapeDataString(ticket.TaskId)}", RunView.Of(ticket.TaskId, ticket.Progress));
        }
        catch (BadHttpRequestException exception)
        {
            // The body is too large, or the connection was closed.
            return TypedResults.Problem(exception.Message, statusCode: exception.StatusCode);
        }
        catch (WorkRequestException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (ArgumentException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (WorkRefusedException exception)
        {
            int status = exception.Reason switch
            {
                WorkRefusal.Full => StatusCodes.Status429TooManyRequests,
                WorkRefusal.TaskIdTaken => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status503ServiceUnavailable,
            };
            return TypedResults.Problem(exception.Message, statusCode: status);
        }
    }

    // The body is read as bytes: so the agent's reader can name a wrong field, and refuses two fields of the same name.
    private static async Task<byte[]> ReadAsync(HttpRequest http, CancellationToken cancellationToken)
    {
        if (http.ContentLength > LargestRequest)
        {
            throw TooLarge();
        }

        using MemoryStream body = new();
        byte[] buffer = new byte[16 * 1024];
        for (int read; (read = await http.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (body.Length + read > LargestRequest)
            {
                throw TooLarge();
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static BadHttpRequestException TooLarge()
        => new($"The work request is larger than {LargestRequest} bytes.", StatusCodes.Status413PayloadTooLarge);
}
