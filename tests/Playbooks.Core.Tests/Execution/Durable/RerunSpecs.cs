using Playbooks.Storage;

namespace Playbooks.Tests.Execution.Durable;

/// <summary>A new run of a playbook as it is now, from a step on.</summary>
public sealed class RerunSpecs : IDisposable
{
    private const string Child = "- { id: x, type: test.do, parameters: { value: \"{{ parameter.p }}\" } }\n- { id: y, type: test.do, parameters: { value: \"{{ step.x.value }}\" } }";

    private readonly DurableLibrary _library = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _library.Dispose();

    [Theory]
    [InlineData("a", "a b[1] b[2] nest/x nest/y c tidy")]
    [InlineData("b", "b[1] b[2] nest/x nest/y c tidy")]
    [InlineData("nest", "nest/x nest/y c tidy")]
    [InlineData("nest/y", "nest/y c tidy")]
    [InlineData("c", "c tidy")]
    public async Task It_runs_from_there_with_what_was_given_before(string from, string ran)
    {
        (string earlier, ExecutionReport whole) = await RunAsync();
        _library.Log.Clear();
        _library.Clock.Advance(TimeSpan.FromMinutes(1));

        PlaybookRun rerun = await _library.Engine().RerunAsync(earlier, from, cancellationToken: Token);
        ExecutionReport report = await rerun.RunAsync(Token);

        string.Join(' ', _library.Log).ShouldBe(ran);
        Shape.Of(report).ShouldBe(Shape.Of(whole));
        Shape.Of((await _library.Engine().History.GetReportAsync(rerun.ExecutionId, Token))!).ShouldBe(Shape.Of(whole));
        (await _library.Store.FindAsync(rerun.ExecutionId, Token))!.RerunOf.ShouldBe(earlier);

        // Its journal stands by itself: a rerun of it needs no other one.
        await _library.Store.PruneAsync(_library.Clock.GetUtcNow().AddSeconds(-30), Token);
        _library.Log.Clear();
        (await (await _library.Engine().RerunAsync(rerun.ExecutionId, "c", cancellationToken: Token)).RunAsync(Token)).EnsureSucceeded();
        _library.Log.ShouldBe(["c", "tidy"]);
    }

    [Theory]
    [InlineData("nothing", "There is no step 'nothing'")]
    [InlineData("nest/z", "There is no step 'nest/z'")]
    [InlineData("a/x", "There is no step 'a/x'")]
    [InlineData("b[1]", "not of an iteration")]
    [InlineData("tidy", "under 'steps'")]
    [InlineData("a/rollback:undo", "There is no step")]
    [InlineData("[", "is not an address")]
    [InlineData("", "is not an address")]
    public async Task It_begins_at_steps_only(string from, string message)
    {
        (string earlier, _) = await RunAsync();

        (await Should.ThrowAsync<ResumeException>(() => _library.Engine().RerunAsync(earlier, from, cancellationToken: Token))).Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("add", "c", "Step 'new' comes before 'c' and has not completed")]
    [InlineData("add", "new", null)]
    [InlineData("add", "a", null)]
    [InlineData("remove", "c", null)]
    [InlineData("rename", "c", "Step 'renamed' comes before 'c'")]
    [InlineData("undone", "c", "Step 'a' comes before 'c' and was rolled back")]
    [InlineData("undone", "a", null)]
    public async Task The_playbook_is_as_it_is_now(string change, string from, string? problem)
    {
        (string earlier, _) = await RunAsync(fails: change == "undone");
        string root = await File.ReadAllTextAsync(_library.FullPath("root.yaml"), Token);
        _library.Write("root.yaml", (change switch
        {
            "add" => root.Replace("  - { id: nest", "  - { id: new, type: test.do }\n  - { id: nest", StringComparison.Ordinal),
            "remove" => root.Replace("  - { id: b, type: test.do, for_each: [1, 2] }\n", "", StringComparison.Ordinal),
            "rename" => root.Replace("id: b,", "id: renamed,", StringComparison.Ordinal),
            _ => root,
        }).Replace("value: fail }", "value: now }", StringComparison.Ordinal));

        if (problem is not null)
        {
            (await Should.ThrowAsync<ResumeException>(() => _library.Engine().RerunAsync(earlier, from, cancellationToken: Token))).Message.ShouldContain(problem);
        }
        else
        {
            (await (await _library.Engine().RerunAsync(earlier, from, cancellationToken: Token)).RunAsync(Token)).EnsureSucceeded();
        }
    }

    [Fact]
    public async Task Parameters_can_be_given_anew_and_secrets_must_be()
    {
        _library.Write("root.yaml", Some.Playbook("- { id: a, type: test.do }\n- { id: b, type: test.do, parameters: { value: \"{{ parameter.p }}{{ parameter.q }}\" } }", "- { name: p, default: p }\n- { name: q, default: q }\n- { name: s, secret: true }", "v: '{{ step.b.value }}'"));
        PlaybookRun run = await _library.CreateRunAsync(new Dictionary<string, object?> { ["p"] = "1", ["s"] = "open sesame" });
        await run.RunAsync(Token);

        (await Should.ThrowAsync<PlaybookInvalidException>(() => _library.Engine().RerunAsync(run.ExecutionId, "b", cancellationToken: Token))).Message.ShouldContain("The parameter 's' is a secret");
        PlaybookRun rerun = await _library.Engine().RerunAsync(run.ExecutionId, "b", new Dictionary<string, object?> { ["q"] = "2", ["s"] = "open sesame" }, Token);
        (await rerun.RunAsync(Token)).Outputs["v"].ShouldBe("12");
    }

    [Fact]
    public async Task A_rerun_that_was_never_given_its_beginning_is_not_resumed_from_the_start()
    {
        (string earlier, _) = await RunAsync();
        StoreWrapper store = new(_library.Store) { Before = (call, _) => call == "append" ? throw new IOException("full") : ValueTask.CompletedTask };
        PlaybookRun rerun = await _library.Engine(store).RerunAsync(earlier, "c", cancellationToken: Token);
        await Should.ThrowAsync<ExecutionStoreException>(() => rerun.RunAsync(Token));
        _library.Clock.Advance(TimeSpan.FromMinutes(2));

        (await Should.ThrowAsync<ResumeException>(() => _library.Engine().ResumeAsync(rerun.ExecutionId, cancellationToken: Token))).Message.ShouldContain($"Rerun '{earlier}' again");
    }

    [Fact]
    public async Task Only_a_whole_run_of_exactly_that_content_proves_a_playbook()
    {
        (string earlier, _) = await RunAsync(fails: true);
        PlaybookEngine engine = _library.Engine();
        Verification demand = new() { By = "test", RequireRun = true };
        await Should.ThrowAsync<NotProvenException>(() => engine.VerifyAsync("root.yaml", demand, Token));

        string root = await File.ReadAllTextAsync(_library.FullPath("root.yaml"), Token);
        _library.Write("root.yaml", root.Replace("value: fail }", "value: now }", StringComparison.Ordinal));
        PlaybookRun part = await engine.RerunAsync(earlier, "a", cancellationToken: Token);
        (await part.RunAsync(Token)).EnsureSucceeded();
        (await Should.ThrowAsync<NotProvenException>(() => engine.VerifyAsync("root.yaml", demand with { Run = part.ExecutionId }, Token))).Message.ShouldContain("it ran only a part");
        await Should.ThrowAsync<NotProvenException>(() => engine.VerifyAsync("root.yaml", demand, Token));

        PlaybookRun whole = await _library.CreateRunAsync();
        await whole.RunAsync(Token);
        (await engine.VerifyAsync("root.yaml", demand, Token)).Run.ShouldBe(whole.ExecutionId);

        // A child that was changed, and verified again, makes it other content.
        _library.Write("child.yaml", Some.Playbook(Child + "\n- { id: z, type: test.do }", "- { name: p }"));
        await _library.VerifyAsync("child.yaml");
        await Should.ThrowAsync<NotProvenException>(() => engine.VerifyAsync("root.yaml", demand, Token));
        _library.Options = _library.Options with { RequireRunToVerify = true };
        await Should.ThrowAsync<NotProvenException>(() => _library.Engine().VerifyAsync("root.yaml", cancellationToken: Token));
    }

    private async Task<(string ExecutionId, ExecutionReport Report)> RunAsync(bool fails = false)
    {
        _library.Write("child.yaml", Some.Playbook(Child, "- { name: p }")).Write("root.yaml", $$$"""
            name: Root
            steps:
              - { id: a, type: test.do, parameters: { value: 1.0 }, rollback: [ { id: undo, type: test.do } ] }
              - { id: b, type: test.do, for_each: [1, 2] }
              - { id: nest, type: playbook.run, parameters: { playbook: child.yaml, p: "{{ step.a.value }}" } }
              - { id: c, type: test.do, on_failure: rollback, parameters: { value: {{{(fails ? "fail" : "now")}}} } }
            finally:
              - { id: tidy, type: test.do }
            """);
        await _library.VerifyAsync("child.yaml");
        PlaybookRun run = await _library.CreateRunAsync();
        return (run.ExecutionId, await run.RunAsync(Token));
    }
}
