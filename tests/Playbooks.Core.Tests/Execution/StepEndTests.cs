using System.Collections.Concurrent;
using System.Globalization;

namespace Playbooks.Tests.Execution;

/// <summary>Steps end while somebody skips them, or while their time is just over: it must never hit the next one, and never be lost.</summary>
public sealed class StepEndTests
{
    private const int Rounds = 40;
    private const int Steps = 500;

    private readonly TestClock _time = new();
    private readonly ConcurrentQueue<string> _hit = [];
    private volatile StepAddress? _current;
    private volatile int _begun;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Skip_AStepThatJustEnds_NeverEndsTheNext()
    {
        using TemporaryLibrary library = NewLibrary();
        string playbook = Playbook(i => i % 2 == 0 ? "test.mine" : "test.others", _ => "");
        for (int round = 0; round < Rounds; round++)
        {
            PlaybookRun run = await library.CreateRunAsync(playbook);
            ExecutionReport report = await HammerAsync(run, () =>
            {
                if (_current is StepAddress mine)
                {
                    run.Skip(mine);
                }
            });

            report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        }

        _hit.ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task Timeout_OfAStepThatJustEnds_NeverEndsTheNextAndIsNeverLost()
    {
        const string OneSecond = ", timeout: 1, on_failure: continue";
        using TemporaryLibrary library = NewLibrary();
        string playbook = Playbook(i => i % 50 == 0 ? "test.wait" : i % 2 == 0 ? "test.mine" : "test.others", i => i % 2 == 0 ? OneSecond : "");
        for (int round = 0; round < Rounds; round++)
        {
            PlaybookRun run = await library.CreateRunAsync(playbook);
            (int last, int strikes) = (0, 0);
            ExecutionReport report = await HammerAsync(run, () =>
            {
                // While nobody gets on, since the processors do something else, time must not fly: every step has a limit, if only of 300 s.
                (last, strikes) = (_begun, _begun == last ? strikes + 1 : 0);
                if (strikes < 100)
                {
                    _time.Advance(TimeSpan.FromSeconds(0.4));
                }
            });

            report.Steps.Where(step => step.Type == "test.others").ShouldAllBe(step => step.Status == StepStatus.Completed);
            report.Steps.Where(step => step.Type == "test.wait").ShouldAllBe(step => step.TimedOut);
        }

        _hit.ShouldBeEmpty();
    }

    [Fact(Timeout = Limit)]
    public async Task Timeout_ThatIsSlowToEndAStep_KeepsTheNextFromBeginning()
    {
        SlowTimer time = new();
        Task firing = Task.CompletedTask;
        bool isHit = false;
        LambdaStep first = new("test.first", (_, _) =>
        {
            firing = Task.Run(time.Fire, Token);
            while (!time.HasBegun)
            {
                // Not a wait: the timer must not take this thread for one that waits already.
                Thread.Yield();
                Token.ThrowIfCancellationRequested();
            }

            time.Leaving = Thread.CurrentThread;
            return new(StepResult.Completed());
        });
        LambdaStep second = new("test.second", (_, token) =>
        {
            time.MayEnd = true;
            firing.Wait(Token);
            isHit = token.IsCancellationRequested;
            return new(StepResult.Completed());
        });
        using TemporaryLibrary library = new(time) { Options = new() { Steps = [first, second] } };

        ExecutionReport report = await library.RunAsync(Some.Playbook("- { id: a, type: test.first, timeout: 1 }\n- { id: b, type: test.second }"), cancellationToken: Token);

        report.Steps.ShouldAllBe(step => step.Status == StepStatus.Completed);
        isHit.ShouldBeFalse();
    }

    private static async Task<ExecutionReport> HammerAsync(PlaybookRun run, Action strike)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task hammer = Task.Run(
            () =>
            {
                while (!over.IsCancellationRequested)
                {
                    strike();
                }
            },
            Token);
        ExecutionReport report = await Task.Run(() => run.RunAsync(Token), Token);
        await over.CancelAsync();
        await hammer;
        return report;
    }

    private TemporaryLibrary NewLibrary()
    {
        LambdaStep mine = new("test.mine", (context, _) =>
        {
            _current = context.Address;
            _begun++;
            return new(StepResult.Completed());
        });
        LambdaStep others = new("test.others", (context, token) =>
        {
            _begun++;

            // For as long as whoever is late may need.
            for (int look = 0; look < 100; look++)
            {
                if (token.IsCancellationRequested)
                {
                    _hit.Enqueue(context.Address.ToString());
                }
            }

            return new(StepResult.Completed());
        });
        LambdaStep wait = new("test.wait", async (_, token) =>
        {
            _begun++;
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return StepResult.Completed();
        });
        return new(_time) { Options = new() { Steps = [mine, others, wait] } };
    }

    private static string Playbook(Func<int, string> type, Func<int, string> more)
        => Some.Playbook(string.Join('\n', Enumerable.Range(0, Steps).Select(i => string.Create(CultureInfo.InvariantCulture, $"- {{ id: s{i}, type: {type(i)}{more(i)} }}"))));

    /// <summary>
    /// A clock with one timer. The timer fires when it is told to, and asks what time it is. The answer comes when the next step
    /// has begun, or when the thread that is to begin it waits.
    /// </summary>
    private sealed class SlowTimer : TimeProvider
    {
        [ThreadStatic]
        private static bool _isFiring;

        private volatile bool _hasBegun;
        private volatile bool _mayEnd;
        private volatile Thread? _leaving;
        private Action? _fire;

        public bool HasBegun => _hasBegun;

        public bool MayEnd
        {
            set => _mayEnd = value;
        }

        /// <summary>The thread that has left the first step.</summary>
        public Thread Leaving
        {
            set => _leaving = value;
        }

        private bool Waits => _leaving?.ThreadState.HasFlag(ThreadState.WaitSleepJoin) == true;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            if (!_isFiring)
            {
                return 0;
            }

            _hasBegun = true;
            while (!_mayEnd && !Waits)
            {
                Thread.Yield();
                Token.ThrowIfCancellationRequested();
            }

            return TimeSpan.TicksPerHour;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _fire ??= () => callback(state);
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Fire()
        {
            _isFiring = true;
            _fire!();
            _isFiring = false;
        }
    }
}
