using Playbooks.Storage;

namespace Playbooks.Tests.Execution.Durable;

/// <summary>The report from the journal is the run's own.</summary>
public sealed class HistorySpecs : IDisposable
{
    private readonly DurableLibrary _library = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Roots => new(
        // Nested playbooks that fail twice, and are undone where they failed.
        "- { id: n, type: playbook.run, retry_count: 1, retry_delay: 0, on_failure: continue, parameters: { playbook: undoes.yaml } }\n- { id: end, type: test.do }",
        // Nested playbooks that leave their undoing to whoever called them.
        "- { id: n, type: playbook.run, retry_count: 1, retry_delay: 0, on_failure: continue, parameters: { playbook: leaves.yaml } }\n- { id: end, type: test.do, on_failure: rollback, parameters: { value: fail } }",
        "- { id: n, type: playbook.run, parameters: { playbook: fine.yaml } }\n- { id: end, type: test.do, on_failure: rollback, parameters: { value: fail } }",
        "- { id: n, type: playbook.run, parameters: { playbook: fine.yaml }, rollback: [ { id: u, type: playbook.run, parameters: { playbook: fine.yaml } }, { id: l, type: test.do, for_each: [1, 2] } ] }\n- { id: end, type: test.do, on_failure: rollback, parameters: { value: fail } }",
        "- { id: l, type: test.do, for_each: { b: 1, a: fail, c: 3 }, max_parallel: 1, parameters: { value: '{{ item.value }}' } }\n- { id: end, type: test.do }",
        "- { id: l, type: playbook.run, for_each: [1, 2], on_failure: continue, when: item == 1, parameters: { playbook: leaves.yaml } }\n- { id: s, type: test.do, when: false, for_each: [1] }\n- { id: e, type: test.do, for_each: [] }\n- { id: f, type: test.do, on_failure: continue, for_each: '{{ step.e.count | default(1) }}' }");

    public void Dispose() => _library.Dispose();

    [Theory]
    [MemberData(nameof(Roots))]
    public async Task The_report_from_the_journal_is_the_runs_own(string steps)
    {
        _library.Does = _ =>
        {
            _library.Clock.Advance(TimeSpan.FromMilliseconds(7));
            return null!;
        };
        _library.Write("undoes.yaml", Some.Playbook("- { id: x, type: test.do, rollback: [ { id: u, type: test.do } ] }\n- { id: y, type: test.do, on_failure: rollback, parameters: { value: fail } }\n- { id: z, type: test.do }") + "finally: [ { id: t, type: test.do } ]")
            .Write("leaves.yaml", Some.Playbook("- { id: x, type: test.do, rollback: [ { id: u, type: test.do } ] }\n- { id: y, type: test.do, parameters: { value: fail } }"))
            .Write("fine.yaml", Some.Playbook("- { id: x, type: test.do, rollback: [ { id: u, type: test.do } ] }", outputs: "v: '{{ step.x.value }}'"))
            .Write("root.yaml", Some.Playbook(steps) + "finally: [ { id: t, type: test.do }, { id: k, type: test.do, when: false } ]");
        foreach (string path in new[] { "undoes.yaml", "leaves.yaml", "fine.yaml" })
        {
            await _library.VerifyAsync(path);
        }

        PlaybookRun run = await _library.CreateRunAsync();
        ExecutionReport own = await run.RunAsync(Token);

        ExecutionReport stored = (await _library.Engine().History.GetReportAsync(run.ExecutionId, Token))!;

        Shape.Of(stored, withTimes: true).ShouldBe(Shape.Of(own, withTimes: true));
        stored.Counts.ShouldBe(own.Counts);
        StoredRun entry = (await _library.Engine().History.FindAsync(run.ExecutionId, Token))!;
        entry.Counts.ShouldBe(own.Counts);
        entry.EndedAt.ShouldBe(own.StartedAt + own.Duration);
    }

    [Fact]
    public async Task Runs_are_listed_and_pruned()
    {
        _library.Write("root.yaml", Some.Leaf());
        List<string> ids = [];
        for (int i = 0; i < 5; i++)
        {
            PlaybookRun run = await _library.CreateRunAsync();
            await run.RunAsync(Token);
            ids.Add(run.ExecutionId);
            _library.Clock.Advance(TimeSpan.FromHours(1));
        }

        ExecutionHistory history = _library.Engine().History;
        IReadOnlyList<StoredRun> page = await history.ListAsync(new() { Limit = 2 }, Token);
        page.Select(run => run.ExecutionId).ShouldBe([ids[4], ids[3]]);
        (await history.ListAsync(new() { After = page[^1].ExecutionId }, Token)).Select(run => run.ExecutionId).ShouldBe([ids[2], ids[1], ids[0]]);
        (await history.PruneAsync(_library.Clock.GetUtcNow().AddHours(-2.5), Token)).ShouldBe(3);
        (await history.ListAsync(cancellationToken: Token)).Count.ShouldBe(2);
        (await history.GetReportAsync(ids[0], Token)).ShouldBeNull();
        (await history.FindAsync(ids[0], Token)).ShouldBeNull();
    }
}
