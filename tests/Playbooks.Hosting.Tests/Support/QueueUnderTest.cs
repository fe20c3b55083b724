using Playbooks.Agent;
using Playbooks.Storage;

namespace Playbooks.Hosting.Tests.Support;

/// <summary>A queue whose work a test holds and releases, under a clock that the test moves.</summary>
internal sealed class QueueUnderTest : IAsyncDisposable
{
    public QueueUnderTest(int workers = 1, int limit = 100, INoteStore? notes = null, string workType = "gated", string agentId = "tester", Action<WorkQueueOptions>? change = null)
    {
        Handler = new GatedHandler(workType);
        IWorkResultStore results = notes is null ? new InMemoryWorkResultStore() : new NoteWorkResultStore(notes);
        Agent = new InfrastructureAgent([Handler], new InfrastructureAgentOptions { AgentId = agentId, Results = results });
        WorkQueueOptions options = new() { Workers = workers, Limit = limit, Notes = notes, Results = results, TimeProvider = Clock, Logger = Log };
        change?.Invoke(options);
        Queue = new WorkQueue(Agent, options);
    }

    public TestClock Clock { get; } = new();

    public CollectingLogger<WorkQueue> Log { get; } = new();

    public GatedHandler Handler { get; }

    public InfrastructureAgent Agent { get; }

    public WorkQueue Queue { get; }

    public Task<WorkTicket> AddAsync(string taskId, int priority = 3, string? key = null, string workType = "gated", params (string Name, object? Value)[] parameters)
        => Queue.EnqueueAsync(new WorkRequest
        {
            TaskId = taskId,
            WorkType = workType,
            Priority = priority,
            ConcurrencyKey = key,
            Parameters = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal),
        });

    /// <summary>Lets everything end in the order in which the queue begins it.</summary>
    public async Task<IReadOnlyList<string>> OrderOfAsync(IEnumerable<WorkTicket> tickets)
    {
        WorkTicket[] all = [.. tickets];
        Handler.Release([.. all.Select(ticket => ticket.TaskId)]);
        await Task.WhenAll(all.Select(ticket => ticket.Completion)).WaitAsync(HangGuard.Time);
        return Handler.Order;
    }

    public async ValueTask DisposeAsync()
    {
        // Whatever a test has left ends at once: its clock stands still.
        await Queue.StopAsync(new CancellationToken(canceled: true));
        await Queue.DisposeAsync();
    }
}
