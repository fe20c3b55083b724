namespace Playbooks.Tests.Execution.Durable;

/// <summary>A process dies at each of its writes; another one goes on. Both together are one run.</summary>
public sealed class CrashSpecs
{
    private const string Leaf = """
        name: Leaf
        parameters:
          - { name: who, default: nobody }
        steps:
          - { id: a, type: test.do, parameters: { value: "{{ parameter.who }}" } }
          - { id: look, type: test.look }
          - { id: b, type: test.do, on_failure: continue, parameters: { value: fail } }
        finally:
          - { id: tidy, type: test.do }
        outputs: { who: "{{ step.a.value }}" }
        """;

    private const string Middle = """
        name: Middle
        parameters:
          - { name: items, type: list, default: [x, y, z] }
        steps:
          - { id: each, type: playbook.run, for_each: "{{ parameter.items }}", when: item != 'y', parameters: { playbook: leaf.yaml, who: "{{ item }}" },
              rollback: [ { id: undo, type: test.do, parameters: { value: "{{ step.each.who }}" } } ] }
          - { id: map, type: test.do, for_each: { k1: 1, k2: 2.0 }, parameters: { value: "{{ item.value }}" } }
          - { id: set, type: utility.set_variable, parameters: { name: v, value: "{{ step.map.results[1].value }}" } }
        outputs: { v: "{{ variable.v }}", all: "{{ step.each.results }}" }
        """;

    private const string Deep = """
        name: Deep
        steps:
          - { id: first, type: test.do, retry_count: 2, retry_delay: 0, parameters: { value: fail once } }
          - { id: mid, type: playbook.run, parameters: { playbook: middle.yaml }, rollback: [ { id: undo_mid, type: test.do } ] }
          - { id: skipped, type: test.do, when: step.mid.v == 5 }
        outputs: { v: "{{ step.mid.v }}" }
        """;

    private static readonly string[] Ends =
    [
        // Completes.
        "- { id: last, type: test.do, parameters: { value: \"{{ variable.w }}\" } }",
        // Fails, and all is undone.
        "- { id: last, type: test.do, on_failure: rollback, parameters: { value: fail } }",
        // A nested playbook that is tried twice, and fails.
        "- { id: last, type: playbook.run, retry_count: 1, retry_delay: 0, on_failure: rollback, parameters: { playbook: bad.yaml } }",
    ];

    public static TheoryData<int, bool> Runs => new([.. Enumerable.Range(0, Ends.Length * 2).Select(index => (index / 2, index % 2 == 0))]);

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_run_that_dies_at_any_write_ends_as_if_it_had_not(int end, bool afterWriting)
    {
        using DurableLibrary library = await LibraryAsync(end, parallel: false);
        ExecutionReport whole = await library.RunAsync();
        string[] order = [.. library.Log];
        library.Log.Clear();

        int append = 1;
        for (; await library.DieAtAsync(append, afterWriting) is string executionId; append++)
        {
            string[] before = [.. library.Log];
            ExecutionReport report = await library.ResumeAsync(executionId);

            string[] both = [.. library.Log];
            string where = $"at append {append}, after {before.Length} steps";
            // The step under way when it died has run, or was about to: only that one can run twice.
            Collapsed(both, before.Length).ShouldBe(order, where);
            Shape.Of(report).ShouldBe(Shape.Of(whole), where);
            Shape.Of((await library.Engine().History.GetReportAsync(executionId, TestContext.Current.CancellationToken))!).ShouldBe(Shape.Of(whole), where);
            library.Log.Clear();
        }

        append.ShouldBeGreaterThan(15);
    }

    [Fact]
    public async Task Parallel_iterations_run_once_over_both_lives()
    {
        using DurableLibrary library = await LibraryAsync(0, parallel: true);
        ExecutionReport whole = await library.RunAsync();
        Dictionary<string, int> expected = library.Log.CountBy(address => address).ToDictionary();
        library.Log.Clear();

        for (int append = 1; await library.DieAtAsync(append, afterWriting: append % 2 == 0) is string executionId; append += 2)
        {
            string[] before = [.. library.Log];
            ExecutionReport report = await library.ResumeAsync(executionId);

            foreach ((string address, int times) in library.Log.CountBy(address => address))
            {
                // Each of the three workers may have had one under way.
                times.ShouldBeInRange(expected[address], expected[address] + 1, address);
            }

            library.Log.Count.ShouldBeLessThanOrEqualTo(expected.Values.Sum() + 3);
            library.Log.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(expected.Keys.Order(StringComparer.Ordinal));
            Shape.Of(report).ShouldBe(Shape.Of(whole), $"at append {append}");
            library.Log.Clear();
        }
    }

    [Fact]
    public async Task A_run_that_dies_again_and_again_comes_to_its_end()
    {
        using DurableLibrary library = await LibraryAsync(1, parallel: false);
        ExecutionReport whole = await library.RunAsync();
        int steps = library.Log.Count;
        library.Log.Clear();
        string executionId = (await library.DieAtAsync(2, afterWriting: true))!;
        ExecutionReport? report = null;
        int lives = 1;
        while (report is null)
        {
            lives++;
            library.Clock.Advance(TimeSpan.FromMinutes(2));
            // The first one is that of the resuming itself.
            (StoreWrapper store, Task died) = library.DyingStore((call, number) => call == "append" && number >= 6);
            PlaybookRun run;
            try
            {
                run = await library.Engine(store).ResumeAsync(executionId, cancellationToken: TestContext.Current.CancellationToken);
            }
            catch (RunInDoubtException doubt)
            {
                run = await library.Engine(store).ResumeAsync(executionId, new() { Decisions = doubt.Addresses.ToDictionary(address => address, _ => StepDecision.RunAgain) }, TestContext.Current.CancellationToken);
            }

            Task<ExecutionReport> completion = run.RunAsync(TestContext.Current.CancellationToken);
            report = await Task.WhenAny(completion, died) == completion ? await completion : null;
        }

        lives.ShouldBeGreaterThan(3);
        library.Log.Count.ShouldBeLessThanOrEqualTo(steps + lives);
        Shape.Of(report).ShouldBe(Shape.Of(whole));
    }

    private static async Task<DurableLibrary> LibraryAsync(int end, bool parallel)
    {
        DurableLibrary library = new();
        library.Write("leaf.yaml", Leaf).Write("middle.yaml", parallel ? Middle.Replace("when: item", "max_parallel: 3, when: item", StringComparison.Ordinal) : Middle).Write("deep.yaml", Deep)
            .Write("bad.yaml", Some.Playbook("- { id: ok, type: test.do, rollback: [ { id: undo_ok, type: test.do } ] }\n- { id: no, type: test.do, parameters: { value: fail } }"))
            .Write("root.yaml", $$$"""
                name: Root
                steps:
                  - { id: var, type: utility.set_variable, for_each: [1, 2, 3], parameters: { name: w, value: "{{ item }}" }, rollback: [ { id: unset, type: test.do, parameters: { value: "{{ item }}" } } ] }
                  - { id: deep, type: playbook.run, parameters: { playbook: deep.yaml } }
                  - { id: direct, type: playbook.run, parameters: { playbook: middle.yaml, items: [p, q] } }
                  {{{Ends[end]}}}
                  - { id: end, type: test.do, parameters: { value: "{{ step.deep.v }}" } }
                finally:
                  - { id: report, type: test.do, parameters: { value: "{{ execution.status }}" } }
                  - { id: bye, type: test.look }
                outputs: { v: "{{ step.end.value }}", w: "{{ variable.w }}", all: "{{ step.direct.all }}" }
                """);
        await library.VerifyAsync("leaf.yaml", "middle.yaml", "deep.yaml", "bad.yaml");
        return library;
    }

    /// <summary>Without the repetition of what was under way where the second life began.</summary>
    private static string[] Collapsed(string[] log, int secondLife)
        => secondLife > 0 && secondLife < log.Length && log[secondLife] == log[secondLife - 1] ? [.. log.Where((_, index) => index != secondLife)] : log;
}
