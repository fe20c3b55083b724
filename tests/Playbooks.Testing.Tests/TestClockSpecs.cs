namespace Playbooks.Testing.Tests;

public sealed class TestClockSpecs
{
    private static readonly DateTimeOffset Start = new(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2));

    private static readonly TimeSpan Once = Timeout.InfiniteTimeSpan;

    private readonly TestClock _clock = new(Start);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task A_playbook_that_sleeps_for_an_hour_and_retries_for_days_ends_at_once()
    {
        FakeStep command = FakeStep.Of("utility.command").Fails("busy").Fails("busy").Gives("""{ "exit_code": 0 }""");
        string steps = """
            - { id: sleep, type: utility.sleep, parameters: { seconds: 3600 } }
            - id: go
              type: utility.command
              timeout: 300000
              retry_count: 5
              retry_delay: 86400
              parameters: { program: restart }
            """;

        ExecutionReport report = await new TestPlaybooks { Clock = _clock }
            .Add("root.yaml", Some.Playbook(steps))
            .Use(command)
            .RunAsync("root.yaml", cancellationToken: Cancellation);

        report.ShouldHaveCompleted();
        report.StartedAt.ShouldBe(Start);
        report.Step("sleep").Report.Duration.ShouldBe(TimeSpan.FromHours(1));
        report.Step("go").ShouldHaveTaken(attempts: 3).Report.Duration.ShouldBe(TimeSpan.FromDays(2));
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromDays(2) + TimeSpan.FromHours(1));
    }

    [Fact(Timeout = Limit)]
    public async Task A_limit_that_is_due_before_the_wait_ends_it()
    {
        string steps = "- { id: sleep, type: utility.sleep, timeout: 60, parameters: { seconds: 3600 } }";

        ExecutionReport report = await new TestPlaybooks { Clock = _clock }.Add("root.yaml", Some.Playbook(steps))
            .RunAsync("root.yaml", cancellationToken: Cancellation);

        report.ShouldHaveEnded(ExecutionStatus.TimedOut);
        report.Step("sleep").ShouldHaveTimedOut();
    }

    [Fact(Timeout = Limit)]
    public async Task A_limit_alone_never_moves_the_clock()
    {
        TaskCompletionSource work = new();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(1), _clock);
        Task<bool> working = Task.Run(async () =>
        {
            await work.Task.WaitAsync(TimeSpan.FromSeconds(1), _clock, CancellationToken.None);
            return true;
        });

        // Waits on another clock, and so proves that one that waits moves on while this one stands.
        await Task.Delay(TimeSpan.FromDays(1), new TestClock(), Cancellation);
        limit.IsCancellationRequested.ShouldBeFalse();
        _clock.GetUtcNow().ShouldBe(Start);
        work.SetResult();

        (await working).ShouldBeTrue();
        _clock.GetUtcNow().ShouldBe(Start);
    }

    [Fact(Timeout = Limit)]
    public async Task A_wait_that_is_cancelled_moves_the_clock_no_more()
    {
        using CancellationTokenSource cancelled = new();
        using Hold hold = new();
        await using ITimer holding = _clock.CreateTimer(_ => hold.Begin(), null, TimeSpan.Zero, Once);
        Task five = Task.Delay(TimeSpan.FromSeconds(5), _clock, Cancellation);
        await hold.Begun.WaitAsync(HangGuard.Time, TimeProvider.System, Cancellation);
        Task day = Task.Delay(TimeSpan.FromDays(1), _clock, cancelled.Token);
        await cancelled.CancelAsync();
        hold.Dispose();

        await Should.ThrowAsync<TaskCanceledException>(() => day);
        await five;
        await Task.Delay(TimeSpan.FromDays(1), new TestClock(), Cancellation);
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromSeconds(5));
    }

    [Fact(Timeout = Limit)]
    public async Task Timers_fire_in_the_order_of_their_times_and_periodic_ones_again()
    {
        List<string> fired = [];
        TimeSpan two = TimeSpan.FromSeconds(2);
        TimeSpan three = TimeSpan.FromSeconds(3);
        await using ITimer every = _clock.CreateTimer(_ => fired.Add($"every {Passed()}"), null, two, two);
        await using ITimer once = _clock.CreateTimer(_ => fired.Add($"once {Passed()}"), null, three, Once);
        await using ITimer never = _clock.CreateTimer(_ => fired.Add("never"), null, two, Once);
        never.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        await Task.Delay(TimeSpan.FromSeconds(5), _clock, Cancellation);

        fired.ShouldBe(["every 2", "once 3", "every 4"]);

        double Passed() => (_clock.GetUtcNow() - Start).TotalSeconds;
    }

    [Fact(Timeout = Limit)]
    public async Task Many_who_wait_at_the_same_time_all_end()
    {
        IEnumerable<TimeSpan> waits = Enumerable.Range(1, 200).Select(seconds => TimeSpan.FromSeconds(seconds));

        await Task.WhenAll(waits.Select(wait => Task.Delay(wait, _clock, Cancellation)));

        _clock.GetUtcNow().ShouldBeGreaterThanOrEqualTo(Start + TimeSpan.FromSeconds(200));
    }

    /// <summary>A timer's callback that holds the clock up until it is released.</summary>
    private sealed class Hold : IDisposable
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();

        public Task Begun => _begun.Task;

        public void Begin()
        {
            _begun.SetResult();
            _released.Wait(HangGuard.Time);
        }

        public void Dispose() => _released.Set();
    }
}
