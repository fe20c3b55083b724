using Playbooks.Agent.Tests.Support;

namespace Playbooks.Agent.Tests;

/// <summary>A task id is worked on once.</summary>
public sealed class OnceSpecs
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_request_again_gets_the_stored_result()
    {
        LambdaHandler handler = new(_ => WorkOutcome.Completed(Guid.NewGuid().ToString()));
        InfrastructureAgent agent = new([handler]);
        WorkRequest request = Work.Request("test", ("a", 1L), ("b", Work.Map(("x", 1L), ("y", 2L))));

        WorkResult first = await agent.ExecuteAsync(request, Token);
        WorkRequest again = request with { Parameters = Work.Map(("b", Work.Map(("y", 2L), ("x", 1L))), ("a", 1L)), Hints = Work.Map(("attempt", 2L)), Priority = 1 };
        WorkResult second = await agent.ExecuteAsync(again, Token);

        second.ShouldBeSameAs(first);
        handler.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData(WorkStatus.Failed)]
    [InlineData(WorkStatus.Cancelled)]
    public async Task What_failed_or_was_cancelled_is_not_done_again_either(WorkStatus status)
    {
        LambdaHandler handler = new(_ => new WorkOutcome { Status = status, ErrorMessage = "so" });
        InfrastructureAgent agent = new([handler]);
        WorkRequest request = Work.Request("test");

        await agent.ExecuteAsync(request, Token);
        (await agent.ExecuteAsync(request, Token)).Status.ShouldBe(status);

        handler.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_task_id_of_other_work_is_refused()
    {
        LambdaHandler handler = new(_ => WorkOutcome.Completed());
        InfrastructureAgent agent = new([handler, new LambdaHandler(_ => WorkOutcome.Completed(), "other")]);
        WorkRequest request = Work.Request("test", ("n", 1L));
        await agent.ExecuteAsync(request, Token);

        foreach (WorkRequest other in (WorkRequest[])[request with { Parameters = Work.Map(("n", 2L)) }, request with { Parameters = Work.Map(("n", "1")) }, request with { WorkType = "other" }])
        {
            WorkResult result = await agent.ExecuteAsync(other, Token);

            result.Status.ShouldBe(WorkStatus.Failed);
            result.ErrorMessage.ShouldNotBeNull().ShouldStartWith($"task_id '{request.TaskId}' names other work");
        }

        handler.Calls.ShouldBe(1);
    }

    [Fact(Timeout = Limit)]
    public async Task Many_at_once_do_it_once_and_all_get_its_result()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        LambdaHandler handler = new(async (_, _) =>
        {
            await go.Task;
            return WorkOutcome.Completed(1);
        });
        InfrastructureAgent agent = new([handler]);
        WorkRequest request = Work.Request("test");

        Task<WorkResult>[] all = [.. Enumerable.Range(0, 50).Select(_ => Task.Run(() => agent.ExecuteAsync(request, Token), Token))];
        go.SetResult();
        WorkResult[] results = await Task.WhenAll(all);

        handler.Calls.ShouldBe(1);
        results.Distinct().ShouldHaveSingleItem().IsCompleted.ShouldBeTrue();
    }

    [Fact(Timeout = Limit)]
    public async Task Who_only_waits_can_stop_waiting_without_stopping_the_work()
    {
        TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        InfrastructureAgent agent = new([new LambdaHandler(async (_, _) =>
        {
            began.SetResult();
            await go.Task;
            return WorkOutcome.Completed();
        })]);
        WorkRequest request = Work.Request("test");
        using CancellationTokenSource impatient = new();

        Task<WorkResult> first = agent.ExecuteAsync(request, Token);
        await began.Task;
        Task<WorkResult> second = agent.ExecuteAsync(request, impatient.Token);
        await impatient.CancelAsync();

        (await second).Status.ShouldBe(WorkStatus.Cancelled);
        go.SetResult();
        (await first).Status.ShouldBe(WorkStatus.Completed);
    }

    [Fact]
    public async Task A_new_agent_with_the_same_store_gives_the_old_result()
    {
        InMemoryWorkResultStore store = new();
        LambdaHandler handler = new(_ => WorkOutcome.Completed());
        WorkRequest request = Work.Request("test");

        WorkResult first = await new InfrastructureAgent([handler], new InfrastructureAgentOptions { Results = store }).ExecuteAsync(request, Token);
        WorkResult second = await new InfrastructureAgent([handler], new InfrastructureAgentOptions { Results = store }).ExecuteAsync(request, Token);

        second.ShouldBe(first);
        handler.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task What_never_began_may_be_tried_again()
    {
        LambdaHandler handler = new(_ => WorkOutcome.Completed());
        InfrastructureAgent agent = new([handler]);
        WorkRequest request = Work.Request("test");

        (await agent.ExecuteAsync(request, new CancellationToken(canceled: true))).Status.ShouldBe(WorkStatus.Cancelled);
        handler.Calls.ShouldBe(0);

        (await agent.ExecuteAsync(request, Token)).Status.ShouldBe(WorkStatus.Completed);
    }

    [Fact]
    public async Task A_store_that_cannot_be_asked_fails_the_request_and_one_that_cannot_keep_does_not()
    {
        CollectingLogger<InfrastructureAgent> log = new();
        LambdaHandler handler = new(_ => WorkOutcome.Completed());

        WorkResult unasked = await new InfrastructureAgent([handler], new InfrastructureAgentOptions { Results = new BrokenStore(finds: false), Logger = log }).DoAsync("test");
        unasked.Status.ShouldBe(WorkStatus.Failed);
        unasked.ErrorMessage.ShouldBe("the disk is gone");
        handler.Calls.ShouldBe(0);

        (await new InfrastructureAgent([handler], new InfrastructureAgentOptions { Results = new BrokenStore(finds: true), Logger = log }).DoAsync("test")).Status.ShouldBe(WorkStatus.Completed);
        log.Entries.ShouldContain(entry => entry.Id == 105);
    }

    [Fact]
    public async Task The_store_in_memory_keeps_the_newest()
    {
        InMemoryWorkResultStore store = new(capacity: 2);
        foreach (string id in (string[])["a", "b", "b", "c"])
        {
            await store.SaveAsync(new StoredWork("d", new WorkResult { TaskId = id, Status = WorkStatus.Completed, AgentId = "x" }), Token);
        }

        (await store.FindAsync("a", Token)).ShouldBeNull();
        (await store.FindAsync("b", Token)).ShouldNotBeNull();
        (await store.FindAsync("c", Token)).ShouldNotBeNull();
    }

    private sealed class BrokenStore(bool finds) : IWorkResultStore
    {
        public ValueTask<StoredWork?> FindAsync(string taskId, CancellationToken cancellationToken) => finds ? default : throw new IOException("the disk is gone");

        public ValueTask SaveAsync(StoredWork work, CancellationToken cancellationToken) => throw new IOException("the disk is gone");
    }
}
