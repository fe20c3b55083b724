using Playbooks.Agent;
using Playbooks.Hosting.Tests.Support;

namespace Playbooks.Hosting.Tests.Queue;

public sealed class WorkQueueSpecs
{
    [Fact(Timeout = Limit)]
    public async Task Work_is_queued_done_and_gives_its_result()
    {
        await using QueueUnderTest test = new();
        await test.Queue.StartAsync(TestContext.Current.CancellationToken);
        WorkTicket ticket = await test.AddAsync("a");
        await test.Handler.BegunAsync("a");
        ticket.Progress.ShouldBe(new WorkProgress(WorkStage.Running, null, null));

        test.Handler.Release("a");
        WorkResult result = await ticket.Completion.WaitAsync(HangGuard.Time);

        result.Status.ShouldBe(WorkStatus.Completed);
        result.Output.ShouldBe("\"a\"");
        ticket.Progress.ShouldBe(new WorkProgress(WorkStage.Ended, null, result));
        test.Queue.Find("a").ShouldBeSameAs(ticket);
        test.Queue.Find("b").ShouldBeNull();
    }

    [Fact(Timeout = Limit)]
    public async Task The_urgent_comes_first_and_of_equals_the_first()
    {
        await using QueueUnderTest test = new();
        WorkTicket[] tickets =
        [
            await test.AddAsync("c1", 3), await test.AddAsync("e1", 5), await test.AddAsync("a1", 1),
            await test.AddAsync("c2", 3), await test.AddAsync("a2", 1), await test.AddAsync("b1", 2),
        ];
        tickets.Select(ticket => ticket.Progress.Position).ShouldBe([4, 6, 1, 5, 2, 3]);

        await test.Queue.StartAsync(TestContext.Current.CancellationToken);

        (await test.OrderOfAsync(tickets)).ShouldBe(["a1", "a2", "b1", "c1", "c2", "e1"]);
    }

    [Fact(Timeout = Limit)]
    public async Task What_waits_long_enough_gets_its_turn_before_whatever_comes_later()
    {
        await using QueueUnderTest test = new(change: options => options.AgingInterval = TimeSpan.FromMinutes(1));
        List<WorkTicket> tickets = [await test.AddAsync("old", 5)];
        test.Clock.Advance(TimeSpan.FromMinutes(3.5));
        tickets.Add(await test.AddAsync("urgent", 1));
        tickets[0].Progress.Position.ShouldBe(2);
        test.Clock.Advance(TimeSpan.FromMinutes(1));
        tickets[0].Progress.Position.ShouldBe(1);

        await test.Queue.StartAsync(TestContext.Current.CancellationToken);

        (await test.OrderOfAsync(tickets)).ShouldBe(["old", "urgent"]);
    }

    [Fact(Timeout = Limit)]
    public async Task As_many_work_at_a_time_as_there_are_workers()
    {
        await using QueueUnderTest test = new(workers: 2);
        await test.Queue.StartAsync(TestContext.Current.CancellationToken);
        WorkTicket[] tickets = [await test.AddAsync("a"), await test.AddAsync("b"), await test.AddAsync("c")];

        await test.Handler.BegunAsync("a");
        await test.Handler.BegunAsync("b");
        test.Queue.GetStatus().ShouldBe(new WorkQueueStatus(1, 2, 100, 2, true));

        await test.OrderOfAsync(tickets);
        test.Queue.GetStatus().ShouldBe(new WorkQueueStatus(0, 0, 100, 2, true));
    }

    [Fact(Timeout = Limit)]
    public async Task Works_with_one_key_are_done_one_after_the_other_and_let_others_pass()
    {
        await using QueueUnderTest test = new(workers: 2);
        await test.Queue.StartAsync(TestContext.Current.CancellationToken);
        WorkTicket[] tickets = [await test.AddAsync("a", key: "web"), await test.AddAsync("b", key: "web"), await test.AddAsync("c")];

        await test.Handler.BegunAsync("a");
        await test.Handler.BegunAsync("c");
        tickets[1].Progress.Stage.ShouldBe(WorkStage.Queued);

        await test.OrderOfAsync(tickets);
        test.Handler.Order[^1].ShouldBe("b");
    }

    [Fact(Timeout = Limit)]
    public async Task A_full_queue_refuses_and_says_how_full_it_is()
    {
        await using QueueUnderTest test = new(limit: 2);
        List<WorkTicket> tickets = [await test.AddAsync("a"), await test.AddAsync("b")];

        WorkRefusedException refused = await Should.ThrowAsync<WorkRefusedException>(() => test.AddAsync("c"));

        refused.Reason.ShouldBe(WorkRefusal.Full);
        refused.Waiting.ShouldBe(2);
        refused.Limit.ShouldBe(2);
        refused.Message.ShouldBe("The queue is full: 2 works wait, and 2 may. Send it again later.");
        test.Log.Entries.ShouldContain(entry => entry.Id == 313);
        test.Queue.Find("c").ShouldBeNull();

        await test.Queue.StartAsync(TestContext.Current.CancellationToken);
        await test.Handler.BegunAsync("a");
        tickets.Add(await test.AddAsync("c"));
        await test.OrderOfAsync(tickets);
    }

    [Fact(Timeout = Limit)]
    public async Task The_same_work_again_is_the_same_ticket_and_other_work_under_its_id_is_refused()
    {
        await using QueueUnderTest test = new();
        WorkTicket first = await test.AddAsync("a", parameters: [("x", 1L), ("y", "z")]);

        (await test.AddAsync("a", parameters: [("y", "z"), ("x", 1L)])).ShouldBeSameAs(first);
        (await Should.ThrowAsync<WorkRefusedException>(() => test.AddAsync("a", parameters: [("x", 2L)]))).Reason.ShouldBe(WorkRefusal.TaskIdTaken);

        await test.Queue.StartAsync(TestContext.Current.CancellationToken);
        await test.OrderOfAsync([first]);
        (await test.AddAsync("a", parameters: [("x", 1L), ("y", "z")])).ShouldBeSameAs(first);
        test.Handler.Order.Count.ShouldBe(1);
    }

    [Fact(Timeout = Limit)]
    public async Task Waiting_work_that_is_cancelled_never_begins_and_may_be_asked_for_again()
    {
        await using QueueUnderTest test = new();
        WorkTicket ticket = await test.AddAsync("a");

        (await ticket.CancelAsync()).ShouldBeTrue();
        WorkResult result = await ticket.Completion.WaitAsync(HangGuard.Time);

        result.Status.ShouldBe(WorkStatus.Cancelled);
        result.ErrorMessage.ShouldBe("The work was cancelled before it began.");
        (await ticket.CancelAsync()).ShouldBeFalse();
        WorkTicket again = await test.AddAsync("a");
        again.ShouldNotBeSameAs(ticket);
        await test.Queue.StartAsync(TestContext.Current.CancellationToken);
        await test.OrderOfAsync([again]);
        (await again.Completion).Status.ShouldBe(WorkStatus.Completed);
    }

    [Fact(Timeout = Limit)]
    public async Task Work_under_way_is_cancelled_by_its_handler()
    {
        await using QueueUnderTest test = new();
        await test.Queue.StartAsync(TestContext.Current.CancellationToken);
        WorkTicket ticket = await test.AddAsync("a");
        await test.Handler.BegunAsync("a");

        (await ticket.CancelAsync()).ShouldBeTrue();

        (await ticket.Completion.WaitAsync(HangGuard.Time)).Status.ShouldBe(WorkStatus.Cancelled);
    }

    [Fact(Timeout = Limit)]
    public async Task Whoever_watches_sees_every_stage_up_to_the_result()
    {
        await using QueueUnderTest test = new();
        WorkTicket before = await test.AddAsync("before");
        WorkTicket ticket = await test.AddAsync("a");
        List<WorkProgress> seen = [];
        await foreach (WorkProgress progress in ticket.WatchAsync(TestContext.Current.CancellationToken))
        {
            seen.Add(progress);
            switch (progress)
            {
                case { Stage: WorkStage.Queued, Position: 2 }:
                    await test.Queue.StartAsync(TestContext.Current.CancellationToken);
                    break;
                case { Stage: WorkStage.Queued, Position: 1 }:
                    test.Handler.Release("before");
                    break;
                case { Stage: WorkStage.Running }:
                    test.Handler.Release("a");
                    break;
            }
        }

        seen.Select(progress => (progress.Stage, progress.Position)).ShouldBe(
            [(WorkStage.Queued, 2), (WorkStage.Queued, 1), (WorkStage.Running, null), (WorkStage.Ended, null)]);
        seen[^1].Result.ShouldBe(await ticket.Completion);
        before.Progress.Stage.ShouldBe(WorkStage.Ended);
    }

    [Fact(Timeout = Limit)]
    public async Task Options_without_sense_are_all_named()
    {
        await using QueueUnderTest test = new();

        Should.Throw<ArgumentException>(() => new WorkQueue(test.Agent, new WorkQueueOptions { Workers = 0, Limit = 0, AgingInterval = TimeSpan.Zero, FinishWithin = TimeSpan.FromSeconds(-1) }))
            .Message.ShouldStartWith("Workers is 0; it must be from 1 to 1000; Limit is 0; it must be from 1 to 100000; AgingInterval is 00:00:00; ");
    }
}
