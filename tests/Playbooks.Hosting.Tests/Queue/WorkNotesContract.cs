using Playbooks.Agent;
using Playbooks.Storage;

namespace Playbooks.Hosting.Tests.Queue;

/// <summary>Requests and results that are kept as notes come back with every property: run over every store there
/// is.</summary>
public abstract class WorkNotesContract
{
    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty store for each test.</summary>
    protected abstract INoteStore Notes { get; }

    [Fact(Timeout = Limit)]
    public async Task Every_property_of_a_result_comes_back()
    {
        StoredWork work = Filled.Of<StoredWork>();

        await new NoteWorkResultStore(Notes).SaveAsync(work, Cancellation);

        StoredWork read = (await new NoteWorkResultStore(Notes).FindAsync(work.Result.TaskId, Cancellation)).ShouldNotBeNull();
        read.Digest.ShouldBe(work.Digest);
        Filled.Changed(work.Result, read.Result).ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task Every_property_of_a_queued_request_comes_back()
    {
        WorkRequest request = Filled.Of<WorkRequest>() with { Priority = 5 };
        await using (WorkQueue queue = Queue(request.WorkType))
        {
            await queue.EnqueueAsync(request with { TaskId = "before it", Priority = 1 }, Cancellation);
            await queue.EnqueueAsync(request, Cancellation);
            await queue.StopAsync(new CancellationToken(canceled: true));
        }

        await using WorkQueue next = Queue(request.WorkType);
        await next.StartAsync(Cancellation);

        Filled.Changed(request, next.Find(request.TaskId).ShouldNotBeNull().Request).ShouldBeEmpty();
        await next.StopAsync(new CancellationToken(canceled: true));
    }

    private WorkQueue Queue(string workType)
    {
        InfrastructureAgent agent = new([new WaitingHandler(workType)], new InfrastructureAgentOptions { AgentId = "tester" });
        return new WorkQueue(agent, new WorkQueueOptions { Workers = 1, Notes = Notes });
    }

    private sealed class WaitingHandler(string workType) : IWorkHandler
    {
        public string WorkType => workType;

        public async Task<WorkOutcome> HandleAsync(WorkContext context, CancellationToken cancellationToken)
        {
            await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, cancellationToken);
            return WorkOutcome.Completed();
        }
    }
}
