using Playbooks.Storage;
using static Playbooks.Tests.Storage.StoredSamples;

namespace Playbooks.Tests.Storage;

/// <summary>What <see cref="IExecutionStore"/> says, sentence by sentence: run over every store there is.</summary>
public abstract partial class ExecutionStoreContract
{
    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty one for each test.</summary>
    protected abstract IExecutionStore Store { get; }

    [Fact]
    public async Task A_run_is_found_as_it_was_entered()
    {
        await Store.CreateAsync(FullRun("a"), [Playbook("site.yaml", "name: Site")], Cancellation);

        (await Store.FindAsync("a", Cancellation)).ShouldBe(FullRun("a"));
    }

    [Fact]
    public async Task What_a_run_does_not_have_it_does_not_get()
    {
        StoredRun bare = Run("a") with { Lease = null };
        await Store.CreateAsync(bare, [], Cancellation);

        (await Store.FindAsync("a", Cancellation)).ShouldBe(bare);
        (await Store.ReadPlaybooksAsync("a", Cancellation)).ShouldBeEmpty();
        (await Store.ReadJournalAsync("a", Cancellation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.TimedOut)]
    [InlineData(RunStatus.Cancelled)]
    [InlineData(RunStatus.InDoubt)]
    public async Task A_completion_says_how_the_run_ended_and_gives_the_lease_back(RunStatus status)
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);
        RunCompletion completion = Completion(status) with { Outputs = "{}", Error = "why", Counts = new StepCounts(4, 3, 2, 1) };

        await Store.CompleteAsync("a", "me", completion, Cancellation);

        (await Store.FindAsync("a", Cancellation)).ShouldBe(Run("a") with
        {
            Status = status,
            EndedAt = completion.EndedAt,
            Outputs = "{}",
            Error = "why",
            Counts = new StepCounts(4, 3, 2, 1),
            Lease = null,
        });
    }

    [Fact]
    public async Task A_run_cannot_complete_as_running()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);

        await Should.ThrowAsync<ArgumentException>(async () => await Store.CompleteAsync("a", "me", Completion(RunStatus.Running), Cancellation));
    }

    [Fact]
    public async Task Only_the_holder_of_the_lease_completes_a_run()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);

        ExecutionStoreException thrown = await Should.ThrowAsync<ExecutionStoreException>(async () => await Store.CompleteAsync("a", "you", Completion(), Cancellation));

        thrown.Message.ShouldBe("Run 'a' is carried on by another process: 'you' does not hold its lease");
        (await Store.FindAsync("a", Cancellation)).ShouldBe(Run("a"));
    }

    [Fact]
    public async Task A_run_completes_once()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);
        await Store.CompleteAsync("a", "me", Completion(), Cancellation);

        await Should.ThrowAsync<ExecutionStoreException>(async () => await Store.CompleteAsync("a", "me", Completion(RunStatus.Failed), Cancellation));

        (await Store.FindAsync("a", Cancellation))!.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public async Task There_are_no_two_runs_of_one_id()
    {
        await Store.CreateAsync(Run("a"), [Playbook("first.yaml", "1")], Cancellation);

        ExecutionStoreException thrown = await Should.ThrowAsync<ExecutionStoreException>(
            async () => await Store.CreateAsync(Run("a", "you"), [Playbook("second.yaml", "2")], Cancellation));

        thrown.Message.ShouldBe("There is a run 'a' already");
        (await Store.FindAsync("a", Cancellation))!.Lease!.Owner.ShouldBe("me");
        (await Store.ReadPlaybooksAsync("a", Cancellation)).Select(playbook => playbook.Path).ShouldBe(["first.yaml"]);
    }

    [Fact]
    public async Task What_is_asked_of_an_unknown_run_is_refused_or_answered_with_nothing()
    {
        (await Store.FindAsync("x", Cancellation)).ShouldBeNull();
        (await Store.ReadJournalAsync("x", Cancellation)).ShouldBeEmpty();
        (await Store.ReadPlaybooksAsync("x", Cancellation)).ShouldBeEmpty();
        (await Store.RenewAsync("x", new RunLease("me", Now), Cancellation)).ShouldBeFalse();
        (await Store.ListAsync(new RunQuery(), Cancellation)).ShouldBeEmpty();
        (await Store.PruneAsync(Now, Cancellation)).ShouldBe(0);
        (await MessageOfAsync(Store.CompleteAsync("x", "me", Completion(), Cancellation))).ShouldBe("There is no run 'x'");
        (await MessageOfAsync(Store.AppendAsync("x", [Entry(1)], Cancellation))).ShouldBe("There is no run 'x'");
        (await MessageOfAsync(Store.AppendAsync("x", [Entry(1), Entry(2)], Cancellation))).ShouldBe("There is no run 'x'");
        (await MessageOfAsync(Store.AppendAsync("x", [], Cancellation))).ShouldBe("There is no run 'x'");
        (await Should.ThrowAsync<ExecutionStoreException>(async () => await Store.TryAcquireAsync("x", new RunLease("me", Now), null, Now, Cancellation)))
            .Message.ShouldBe("There is no run 'x'");
    }

    [Fact]
    public async Task Playbooks_come_back_in_their_order_with_their_bytes()
    {
        StoredPlaybook[] nest =
        [
            Playbook("z.yaml", "name: Root"),
            Playbook("a/ü.yaml", "name: Kind"),
            // Two files of one content, an empty one, and one that is no text.
            Playbook("copy.yaml", "name: Root"),
            Playbook("empty.yaml", ""),
            new("bytes.yaml", "bytes", new byte[] { 0, 255, 0, 128 }.AsMemory(1)),
        ];
        await Store.CreateAsync(Run("a"), nest, Cancellation);
        await Store.CreateAsync(Run("b"), [nest[1]], Cancellation);

        IReadOnlyList<StoredPlaybook> read = await Store.ReadPlaybooksAsync("a", Cancellation);

        read.Select(playbook => playbook.Path).ShouldBe(nest.Select(playbook => playbook.Path));
        read.Select(playbook => playbook.Sha256).ShouldBe(nest.Select(playbook => playbook.Sha256));
        read.Select(playbook => Convert.ToHexString(playbook.Content.Span)).ShouldBe(nest.Select(playbook => Convert.ToHexString(playbook.Content.Span)));
        (await Store.ReadPlaybooksAsync("b", Cancellation)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("naïve 你好 🚀 \r\n\t'quoted' \"too\" @p0 ; DROP TABLE playbooks_runs; --")]
    [InlineData("a NUL \0 within and one at its end \0")]
    [InlineData("\u0010 what stores may use as a mark, \u00100000 \u00100010")]
    [InlineData("half a pair \ud83d, the other half \ude80, the wrong way round \ude80\ud83d and half at the end \ud83d")]
    public async Task Any_text_comes_back_as_it_was(string text)
    {
        StoredRun run = FullRun($"id {text}") with { Playbook = text, Digest = text, Parameters = text, Outputs = text, Error = text, RerunOf = text, Lease = new RunLease(text, Now) };
        JournalEntry entry = FullEntry(1) with { Address = text, Outputs = text, Variables = text, Error = text, Next = text };
        await Store.CreateAsync(run, [Playbook(text, "1")], Cancellation);
        await Store.AppendAsync(run.ExecutionId, [entry], Cancellation);

        (await Store.FindAsync(run.ExecutionId, Cancellation)).ShouldBe(run);
        (await Store.ReadJournalAsync(run.ExecutionId, Cancellation)).ShouldBe([entry]);
        (await Store.ReadPlaybooksAsync(run.ExecutionId, Cancellation))[0].Path.ShouldBe(text);
        (await Store.ListAsync(new RunQuery { Playbook = text, Digest = text }, Cancellation)).ShouldBe([run]);
        (await Store.RenewAsync(run.ExecutionId, new RunLease(text, Now), Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task Times_come_back_exact_and_in_UTC()
    {
        DateTimeOffset elsewhere = new(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(5.5));
        DateTimeOffset[] times = [DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Now, Now.AddTicks(1), elsewhere];
        for (int i = 0; i < times.Length; i++)
        {
            await Store.CreateAsync(Run($"{i}") with { StartedAt = times[i], EndedAt = times[i], Lease = new RunLease("me", times[i]) }, [], Cancellation);
            await Store.AppendAsync($"{i}", [Entry(1) with { StartedAt = times[i], Duration = TimeSpan.MaxValue }], Cancellation);

            StoredRun run = (await Store.FindAsync($"{i}", Cancellation))!;
            JournalEntry entry = (await Store.ReadJournalAsync($"{i}", Cancellation))[0];
            new[] { run.StartedAt, run.EndedAt, run.Lease!.ExpiresAt, entry.StartedAt }.ShouldAllBe(time => time == times[i]);
            entry.Duration.ShouldBe(TimeSpan.MaxValue);
        }
    }

    [Fact]
    public async Task Ten_megabytes_of_output_come_back()
    {
        string output = $"{{\"text\":\"{new string('ü', 5_000_000)}\"}}";
        await Store.CreateAsync(Run("a"), [], Cancellation);

        await Store.AppendAsync("a", [Entry(1) with { Outputs = output }], Cancellation);
        await Store.CompleteAsync("a", "me", Completion() with { Outputs = output }, Cancellation);

        ((await Store.ReadJournalAsync("a", Cancellation))[0].Outputs == output).ShouldBeTrue();
        ((await Store.FindAsync("a", Cancellation))!.Outputs == output).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_cancelled_beforehand_is_not_done()
    {
        await Store.CreateAsync(Run("a"), [], Cancellation);
        CancellationToken cancelled = new(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.CreateAsync(Run("b"), [], cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.AppendAsync("a", [Entry(1)], cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.CompleteAsync("a", "me", Completion(), cancelled));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.FindAsync("a", cancelled));

        (await Store.ListAsync(new RunQuery(), Cancellation)).ShouldBe([Run("a")]);
        (await Store.ReadJournalAsync("a", Cancellation)).ShouldBeEmpty();
    }

    private static async Task<string> MessageOfAsync(ValueTask task) => (await Should.ThrowAsync<ExecutionStoreException>(async () => await task)).Message;
}
