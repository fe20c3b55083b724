using Playbooks.Agent;
using Playbooks.Hosting.Tests.Support;

namespace Playbooks.Hosting.Tests.Queue;

/// <summary>What becomes of work when the queue stops.</summary>
public sealed class ShutdownSpecs
{
    [Fact(Timeout = Limit)]
    public async Task Work_under_way_may_finish_and_none_begins()
    {
        await using QueueUnderTest test = new();
        await test.Queue.StartAsync(TestContext.Current.CancellationToken);
        WorkTicket running = await test.AddAsync("a");
        WorkTicket waiting = await test.AddAsync("b");
        await test.Handler.BegunAsync("a");

        Task stopping = test.Queue.StopAsync(TestContext.Current.CancellationToken);
        (await waiting.Completion.WaitAsync(HangGuard.Time)).ErrorMessage.ShouldBe("The queue stopped before the work began. It is not stored: send it again.");
        (await Should.ThrowAsync<WorkRefusedException>(() => test.AddAsync("c"))).Reason.ShouldBe(WorkRefusal.Stopped);
        stopping.IsCompleted.ShouldBeFalse();
        test.Handler.Release("a");
        await stopping.WaitAsync(HangGuard.Time);

        (await running.Completion).Status.ShouldBe(WorkStatus.Completed);
        test.Handler.Order.ShouldBe(["a"]);
        test.Queue.GetStatus().IsAccepting.ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task When_the_time_to_finish_is_over_work_is_cancelled_and_recorded_as_interrupted()
    {
        await using QueueUnderTest test = new();
        await test.Queue.StartAsync(TestContext.Current.CancellationToken);
        WorkTicket running = await test.AddAsync("a");
        await test.Handler.BegunAsync("a");

        Task stopping = test.Queue.StopAsync(TestContext.Current.CancellationToken);
        await test.Clock.ElapseAsync(TimeSpan.FromSeconds(20));
        await stopping.WaitAsync(HangGuard.Time);

        WorkResult result = await running.Completion;
        result.Status.ShouldBe(WorkStatus.Cancelled);
        result.ErrorMessage.ShouldStartWith("The work was interrupted, as the queue stopped: ");
        test.Log.Entries.ShouldContain(entry => entry.Id == 316);
        // Asked for again, it is not done again.
        (await test.Agent.ExecuteAsync(running.Request, TestContext.Current.CancellationToken)).ErrorMessage.ShouldBe(result.ErrorMessage);
        test.Handler.Order.ShouldBe(["a"]);
    }

    [Fact(Timeout = Limit)]
    public async Task When_the_host_has_no_more_time_work_is_cancelled_at_once()
    {
        await using QueueUnderTest test = new();
        await test.Queue.StartAsync(TestContext.Current.CancellationToken);
        WorkTicket running = await test.AddAsync("a");
        await test.Handler.BegunAsync("a");

        await test.Queue.StopAsync(new CancellationToken(canceled: true)).WaitAsync(HangGuard.Time);

        (await running.Completion).Status.ShouldBe(WorkStatus.Cancelled);
    }
}
