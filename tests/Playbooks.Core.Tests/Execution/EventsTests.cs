namespace Playbooks.Tests.Execution;

public sealed class EventsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_TopLevelAndNested_AreToldInOrder()
    {
        using TemporaryLibrary library = new();
        library.Write("child.yaml", Some.Leaf());
        await library.VerifyAsync("child.yaml");
        PlaybookRun run = await StartableAsync(library, Some.Playbook("- { id: call, type: playbook.run, parameters: { playbook: child.yaml } }\n- { id: no, type: utility.log, when: 'false', parameters: { message: x } }"));
        IAsyncEnumerable<ExecutionEvent> top = run.Events();
        IAsyncEnumerable<ExecutionEvent> all = run.Events(includeNested: true);

        ExecutionReport report = await run.RunAsync(Token);

        (await DescribeAsync(top)).ShouldBe(["RunStarted ", "StepStarted call", "StepFinished call", "StepStarted no", "StepFinished no", "RunFinished "]);
        (await DescribeAsync(all)).ShouldBe(["RunStarted ", "StepStarted call", "StepStarted call/say", "StepLogged call/say", "StepFinished call/say", "StepFinished call", "StepStarted no", "StepFinished no", "RunFinished "]);
        report.Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Fact]
    public async Task Events_Last_HoldsTheReport()
    {
        using TemporaryLibrary library = new();
        PlaybookRun run = await StartableAsync(library, Some.Leaf());
        IAsyncEnumerable<ExecutionEvent> events = run.Events();

        ExecutionReport report = await run.RunAsync(Token);

        (await events.ToListAsync(Token))[^1].ShouldBeOfType<RunFinished>().Report.ShouldBe(report);
    }

    [Fact]
    public async Task Events_LateWatcher_SeesTheRestAndAfterTheEndNothing()
    {
        BlockingStep block = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [block] } };
        PlaybookRun run = await StartableAsync(library, Some.Playbook("- { id: a, type: test.block }"));
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await block.Started;
        IAsyncEnumerable<ExecutionEvent> late = run.Events();

        block.Release();
        await completion;

        (await DescribeAsync(late)).ShouldBe(["StepFinished a", "RunFinished "]);
        (await DescribeAsync(run.Events())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_SlowWatcher_IsToldHowManyItMissed()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [new RecordingStep()] } };
        PlaybookRun run = await StartableAsync(library, Some.Playbook(string.Join('\n', Enumerable.Range(0, 5000).Select(i => $"- {{ id: s{i}, type: test.record }}"))));
        IAsyncEnumerable<ExecutionEvent> slow = run.Events();

        await run.RunAsync(Token);

        List<ExecutionEvent> seen = await slow.ToListAsync(Token);
        seen.Count.ShouldBe(8192 + 2);
        seen[^2].ShouldBeOfType<EventsDropped>().Count.ShouldBe(10_002 - 8192 - 1);
        seen[^1].ShouldBeOfType<RunFinished>();
    }

    [Fact]
    public async Task Events_WatcherThatLeaves_DoesNotStopTheRun()
    {
        BlockingStep block = new();
        using TemporaryLibrary library = new() { Options = new() { Steps = [block] } };
        PlaybookRun run = await StartableAsync(library, Some.Playbook("- { id: a, type: test.block }"));
        IAsyncEnumerable<ExecutionEvent> events = run.Events();
        Task<ExecutionReport> completion = run.RunAsync(Token);
        await foreach (ExecutionEvent happened in events)
        {
            happened.ShouldBeOfType<RunStarted>().ExecutionId.ShouldBe(run.ExecutionId);
            break;
        }

        block.Release();

        (await completion).Status.ShouldBe(ExecutionStatus.Completed);
    }

    [Fact]
    public async Task Events_RunThatCannotStart_EndAllTheSame()
    {
        using TemporaryLibrary library = new();
        PlaybookRun run = await StartableAsync(library, Some.Playbook("- { id: a, type: utility.sleep, parameters: { seconds: 0 } }", "- { name: needed, required: true }"));
        IAsyncEnumerable<ExecutionEvent> events = run.Events();

        await Should.ThrowAsync<PlaybookInvalidException>(run.RunAsync(Token));

        (await DescribeAsync(events)).ShouldBeEmpty();
    }

    private static async Task<PlaybookRun> StartableAsync(TemporaryLibrary library, string yaml)
        => library.Engine().CreateRun((await library.PlanAsync(yaml)).EnsurePlanned());

    private static async Task<List<string>> DescribeAsync(IAsyncEnumerable<ExecutionEvent> events)
        => [.. (await events.ToListAsync(Token)).Select(happened => $"{happened.GetType().Name} {happened.Address}")];
}
