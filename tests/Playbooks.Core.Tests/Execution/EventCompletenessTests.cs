namespace Playbooks.Tests.Execution;

/// <summary>Events say enough for a report of one's own.</summary>
public sealed class EventCompletenessTests
{
    private readonly RecordingStep _record = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("x")]
    [InlineData("bad")]
    public async Task Events_OfAllLevels_RebuildTheReport(string item)
    {
        using TemporaryLibrary library = await NestAsync();
        PlaybookRun run = await library.CreateRunAsync(Root(item));
        IAsyncEnumerable<ExecutionEvent> events = run.Events(includeNested: true);

        ExecutionReport report = await run.RunAsync(Token);

        RebuiltReport rebuilt = new(await events.ToListAsync(Token));
        rebuilt.ToJson(report.Rollback.Count).ShouldBe(report.ToJson());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("bad")]
    public async Task Events_OfTheTopLevel_RebuildItsStepsWithAllThatIsBelowThem(string item)
    {
        using TemporaryLibrary library = await NestAsync();
        PlaybookRun run = await library.CreateRunAsync(Root(item));
        IAsyncEnumerable<ExecutionEvent> events = run.Events();

        ExecutionReport report = await run.RunAsync(Token);

        Dictionary<string, StepReport> told = (await events.ToListAsync(Token)).OfType<StepFinished>().ToDictionary(finished => finished.Address!.ToString(), finished => finished.Report, StringComparer.Ordinal);
        report.Steps.Concat(report.Finally).Where(step => step.Status != StepStatus.Pending).ShouldAllBe(step => ReferenceEquals(told[step.Address.ToString()], step));
    }

    [Fact]
    public async Task Events_EachStep_BeginsBeforeItEndsAndAfterWhatIsAboveIt()
    {
        using TemporaryLibrary library = await NestAsync();
        PlaybookRun run = await library.CreateRunAsync(Root("bad"));
        IAsyncEnumerable<ExecutionEvent> events = run.Events(includeNested: true);

        await run.RunAsync(Token);

        HashSet<string> open = [];
        List<ExecutionEvent> all = await events.ToListAsync(Token);
        foreach (ExecutionEvent happened in all)
        {
            switch (happened)
            {
                case StepStarted:
                    open.Add(happened.Address!.ToString()).ShouldBeTrue();
                    break;
                case StepFinished:
                    open.Remove(happened.Address!.ToString()).ShouldBeTrue();
                    break;
                case StepLogged or StepProgressed or StepRetrying:
                    open.ShouldContain(happened.Address!.ToString().Split('#')[0]);
                    break;
            }
        }

        open.ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_WatcherThatThrows_BreaksNothing()
    {
        using TemporaryLibrary library = await NestAsync();
        PlaybookRun run = await library.CreateRunAsync(Root("x"));
        Task watching = WatchAsync(run.Events());

        ExecutionReport report = await run.RunAsync(Token);

        report.Status.ShouldBe(ExecutionStatus.Completed, report.Error);
        await Should.ThrowAsync<InvalidOperationException>(watching);

        static async Task WatchAsync(IAsyncEnumerable<ExecutionEvent> events)
        {
            await foreach (ExecutionEvent happened in events)
            {
                throw new InvalidOperationException($"{happened}");
            }
        }
    }

    /// <summary>What a watcher that never reads costs is bounded, however long the run is.</summary>
    [Fact]
    public async Task Events_WatcherThatNeverReads_HoldsABoundedNumber()
    {
        using TemporaryLibrary library = new() { Options = new() { Steps = [_record] } };
        PlaybookRun run = await library.CreateRunAsync(Some.Playbook(
            $"- {{ id: every, type: test.record, for_each: [{string.Join(", ", Enumerable.Range(0, 20_000))}] }}"));
        IAsyncEnumerable<ExecutionEvent> never = run.Events(includeNested: true);
        IAsyncEnumerable<ExecutionEvent> another = run.Events(includeNested: true);

        await run.RunAsync(Token);

        List<ExecutionEvent> left = await never.ToListAsync(Token);
        left.Count.ShouldBe(8192 + 2);
        left[^2].ShouldBeOfType<EventsDropped>().Count.ShouldBe(40_004 - 8192 - 1);
        (await another.ToListAsync(Token)).Count.ShouldBe(8192 + 2);
    }

    private static string Root(string item) => Some.Playbook(
        $$$"""
        - { id: first, type: test.record, parameters: { value: 1 }, rollback: [{ id: undo, type: test.record }] }
        - { id: no, type: test.record, when: "false" }
        - { id: every, type: playbook.run, for_each: [a, {{{item}}}], max_parallel: 2, retry_count: 1, retry_delay: 0, on_failure: rollback, parameters: { playbook: child.yaml, p: "{{ item }}" } }
        - { id: after, type: test.record }
        """,
        outputs: "x: \"{{ step.first.value }}\"",
        atTheEnd: "- { id: last, type: playbook.run, parameters: { playbook: child.yaml, p: x } }");

    private async Task<TemporaryLibrary> NestAsync()
    {
        TemporaryLibrary library = new() { Options = new() { Steps = [_record] } };
        library.Write("leaf.yaml", Some.Playbook("- { id: say, type: utility.log, parameters: { message: hello } }\n- { id: check, type: utility.fail, when: \"parameter.p == 'bad'\", parameters: { message: broken } }", "- { name: p }"));
        library.Write("child.yaml", Some.Playbook(
            "- { id: one, type: test.record, rollback: [{ id: undo, type: test.record }] }\n- { id: leaf, type: playbook.run, on_failure: rollback, parameters: { playbook: leaf.yaml, p: '{{ parameter.p }}' } }",
            "- { name: p }",
            atTheEnd: "- { id: tidy, type: test.record }"));
        await library.VerifyAsync("leaf.yaml", "child.yaml");
        return library;
    }

    /// <summary>A report put together from single steps, as somebody would who only hears what happens. Of the run's own end, only the head is taken.</summary>
    private sealed class RebuiltReport(IReadOnlyList<ExecutionEvent> events)
    {
        private readonly Dictionary<string, StepReport> _steps = events.OfType<StepFinished>()
            .ToDictionary(finished => finished.Address!.ToString(), finished => finished.Report, StringComparer.Ordinal);

        public string ToJson(int undone)
        {
            PlannedPlaybook root = events.OfType<RunStarted>().Single().Plan.Root;
            // A playbook's own rollback comes after its last step and before what stands at its end.
            StepReport[] rollback = [.. events.OfType<StepFinished>().Select(finished => finished.Report).Where(step => step.Address.IsRollback).TakeLast(undone)];
            return (events.OfType<RunFinished>().Single().Report with { Steps = Of(root.Steps, ""), Rollback = rollback, Finally = Of(root.Finally, "") }).ToJson();
        }

        private StepReport[] Of(IReadOnlyList<PlannedStep> steps, string above) => [.. steps.Select(step => Of(step, $"{above}{step.Step.Id}"))];

        private StepReport Of(PlannedStep step, string address)
        {
            if (!_steps.TryGetValue(address, out StepReport? told))
            {
                return new StepReport { Name = step.Step.Name, Type = step.Step.Type, Address = StepAddress.TryParse(address, out StepAddress? parsed) ? parsed : throw new InvalidOperationException(address) };
            }

            if (told.Iterations is not null)
            {
                IReadOnlyList<object?> keys = (IReadOnlyList<object?>)told.Outputs["keys"]!;
                return told with { Iterations = [.. keys.Select(key => Of(step, $"{address}[{key}]"))] };
            }

            if (told.Nested is null)
            {
                return told;
            }

            string attempt = told.Attempts == 1 ? address : told.Address.Key is null ? $"{address}#{told.Attempts}" : $"{address[..address.LastIndexOf('[')]}#{told.Attempts}[{told.Address.Key}]";
            return told with { Nested = told.Nested with { Steps = Of(step.Nested!.Steps, $"{attempt}/"), Finally = Of(step.Nested.Finally, $"{attempt}/") } };
        }
    }
}
