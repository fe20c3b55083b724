using Playbooks.Storage;

namespace Playbooks.Tests.Execution.Durable;

/// <summary>The library names the run that somebody means, and the command that goes on with it.</summary>
public sealed class NextCommandSpecs : IDisposable
{
    private const string Fails = "- { id: ok, type: test.do }\n- { id: bad, type: test.do, parameters: { value: fail } }";

    private readonly DurableLibrary _library = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ExecutionHistory History => _library.Engine().History;

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task A_run_that_failed_is_run_anew_from_the_innermost_step_that_failed()
    {
        _library.Write("child.yaml", Some.Playbook(Fails)).Write("root.yaml", Some.Caller("child.yaml"));
        await _library.VerifyAsync("child.yaml");

        ExecutionReport report = await _library.RunAsync();

        report.RerunFrom!.ToString().ShouldBe("call1/bad");
        (await new CommandHints().AfterAsync(_library.Store, report)).ShouldBe(
            $"to run it anew from that step on: playbooks rerun {report.ExecutionId} --from call1/bad");
    }

    [Theory]
    [InlineData("- { id: ok, type: test.do }")]
    [InlineData("- { id: ok, type: test.do, rollback: [{ id: u, type: test.do }] }\n- { id: bad, type: test.do, on_failure: rollback, parameters: { value: fail } }")]
    public async Task A_run_that_completed_or_undid_itself_has_no_next_command(string steps)
    {
        _library.Write("root.yaml", Some.Playbook(steps));

        ExecutionReport report = await _library.RunAsync();

        report.RerunFrom.ShouldBeNull();
        (await new CommandHints().AfterAsync(_library.Store, report)).ShouldBeNull();
    }

    [Fact]
    public async Task A_nest_that_undid_itself_is_begun_anew_as_a_whole()
    {
        _library.Write("child.yaml", Some.Playbook("- { id: ok, type: test.do, rollback: [{ id: u, type: test.do }] }\n- { id: bad, type: test.do, on_failure: rollback, parameters: { value: fail } }"))
            .Write("root.yaml", Some.Caller("child.yaml"));
        await _library.VerifyAsync("child.yaml");

        (await _library.RunAsync()).RerunFrom!.ToString().ShouldBe("call1");
    }

    [Fact]
    public async Task A_run_that_the_store_holds_as_running_can_be_continued()
    {
        _library.Write("root.yaml", Some.Playbook(Fails));
        ExecutionReport report = await _library.RunAsync();
        string open = (await _library.DieAtAsync(1, afterWriting: true))!;

        (await new CommandHints().AfterAsync(_library.Store, report with { ExecutionId = open })).ShouldBe(
            $"the run can be continued: playbooks resume {open}");
    }

    [Fact]
    public async Task A_reference_is_an_id_its_beginning_or_last()
    {
        (await History.FindByReferenceAsync("last", Token)).ShouldBeEmpty();
        _library.Write("root.yaml", Some.Playbook("- { id: ok, type: test.do }"));
        string first = (await _library.RunAsync()).ExecutionId;
        _library.Clock.Advance(TimeSpan.FromSeconds(1));
        string second = (await _library.RunAsync()).ExecutionId;
        int common = first.Zip(second).TakeWhile(pair => pair.First == pair.Second).Count();

        (await History.FindByReferenceAsync("last", Token)).ShouldHaveSingleItem().ExecutionId.ShouldBe(second);
        (await History.FindByReferenceAsync(first, Token)).ShouldHaveSingleItem().ExecutionId.ShouldBe(first);
        (await History.FindByReferenceAsync(first[..^1], Token)).ShouldHaveSingleItem().ExecutionId.ShouldBe(first);
        (await History.FindByReferenceAsync("no such run", Token)).ShouldBeEmpty();
        (await History.FindByReferenceAsync(first[..3], Token)).ShouldBeEmpty();
        common.ShouldBeGreaterThanOrEqualTo(4);
        (await History.FindByReferenceAsync(first[..common], Token)).Select(run => run.ExecutionId).ShouldBe([second, first]);
    }

    [Fact]
    public async Task Interrupted_runs_are_told_from_those_under_way_over_all_pages()
    {
        _library.Write("root.yaml", Some.Playbook("- { id: ok, type: test.do }\n- { id: two, type: test.do }"));
        string dead = (await _library.DieAtAsync(1, afterWriting: true))!;
        _library.Clock.Advance(TimeSpan.FromMinutes(2));
        string running = (await _library.DieAtAsync(1, afterWriting: true))!;
        RunQuery page = new() { Limit = 1 };

        (await History.ListInStateAsync("interrupted", page, Token)).ShouldHaveSingleItem().ExecutionId.ShouldBe(dead);
        (await History.ListInStateAsync("running", page, Token)).ShouldHaveSingleItem().ExecutionId.ShouldBe(running);
        (await History.ListInStateAsync("timed_out", cancellationToken: Token)).ShouldBeEmpty();
        (await Should.ThrowAsync<ArgumentException>(() => History.ListInStateAsync("asleep", cancellationToken: Token)))
            .Message.ShouldStartWith("'asleep' is not a state of a run; these are: running, interrupted, in_doubt,");
    }

    [Fact]
    public async Task As_many_runs_are_counted_as_pruning_deletes()
    {
        _library.Write("root.yaml", Some.Playbook("- { id: ok, type: test.do }"));
        await _library.RunAsync();
        await _library.DieAtAsync(1, afterWriting: true);
        _library.Clock.Advance(TimeSpan.FromDays(1));
        DateTimeOffset before = _library.Clock.GetUtcNow();
        await _library.RunAsync();

        (await History.CountPrunableAsync(before, Token)).ShouldBe(1);
        (await History.PruneAsync(before, Token)).ShouldBe(1);
        (await History.CountPrunableAsync(before, Token)).ShouldBe(0);
    }
}
