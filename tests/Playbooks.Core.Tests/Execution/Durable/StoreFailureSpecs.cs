using Playbooks.Storage;

namespace Playbooks.Tests.Execution.Durable;

/// <summary>A full disk, a locked database, a store with defects: nothing begins that could not be recorded, and the run can be resumed.</summary>
public sealed class StoreFailureSpecs
{
    private const string Root = """
        name: Root
        steps:
          - { id: a, type: test.do, rollback: [ { id: undo, type: test.do } ] }
          - { id: b, type: test.do, on_failure: rollback }
          - { id: c, type: test.do, on_failure: rollback, parameters: { value: "{{ step.a.value }}" } }
        finally:
          - { id: tidy, type: test.do }
        """;

    public static TheoryData<string> Failures => ["ExecutionStoreException", "InvalidOperationException", "IOException", "OperationCanceledException", "FormatException"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_run_that_cannot_be_entered_does_not_begin(string failure)
    {
        using DurableLibrary library = new();
        library.Write("root.yaml", Root);
        StoreWrapper store = new(library.Store) { Before = (call, _) => call == "create" ? throw Failure(failure) : ValueTask.CompletedTask };

        ExecutionStoreException thrown = await Should.ThrowAsync<ExecutionStoreException>(() => library.RunAsync(store: store));

        thrown.Message.ShouldContain("the disk is full");
        library.Log.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task No_step_begins_that_could_not_be_recorded(string failure)
    {
        for (int append = 1; append <= 5; append++)
        {
            using DurableLibrary library = new();
            library.Write("root.yaml", Root);
            StoreWrapper store = new(library.Store);
            store.Before = (call, number) => call == "append" && number >= append ? throw Failure(failure) : ValueTask.CompletedTask;

            PlaybookRun run = await library.CreateRunAsync(store: store);
            ExecutionReport report = await run.RunAsync(TestContext.Current.CancellationToken);

            report.Status.ShouldBe(ExecutionStatus.Failed);
            report.Error!.ShouldStartWith("The run cannot be journalled, so nothing further was started: ");
            report.Error!.ShouldEndWith("the disk is full");
            report.Rollback.ShouldBeEmpty();
            // The write before each step says what the last one gave; the fifth is the last of all.
            library.Log.Count.ShouldBe(append - 1);

            // It is resumable at once: the lease was given back.
            ExecutionReport resumed = await (await ResumeAsync(library, run.ExecutionId)).RunAsync(TestContext.Current.CancellationToken);
            resumed.EnsureSucceeded();
            library.Log.Distinct(StringComparer.Ordinal).ShouldBe(["a", "b", "c", "tidy"]);
            library.Log.Count.ShouldBe(append == 1 ? 4 : 5);
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task An_end_that_cannot_be_recorded_is_recorded_by_resuming(string failure)
    {
        using DurableLibrary library = new();
        library.Write("root.yaml", Root);
        StoreWrapper store = new(library.Store) { Before = (call, _) => call == "complete" ? throw Failure(failure) : ValueTask.CompletedTask };
        PlaybookRun run = await library.CreateRunAsync(store: store);

        (await run.RunAsync(TestContext.Current.CancellationToken)).EnsureSucceeded();

        (await library.Store.FindAsync(run.ExecutionId, default))!.Status.ShouldBe(RunStatus.Running);
        (await library.ResumeAsync(run.ExecutionId)).EnsureSucceeded();
        library.Log.ShouldBe(["a", "b", "c", "tidy"]);
        (await library.Store.FindAsync(run.ExecutionId, default))!.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_ends_the_run_and_does_not_hang_it()
    {
        using DurableLibrary library = new();
        library.Write("root.yaml", Root);
        (StoreWrapper store, Task died) = library.DyingStore((call, number) => call == "append" && number == 2);
        Task<ExecutionReport> completion = (await library.CreateRunAsync(store: store)).RunAsync(TestContext.Current.CancellationToken);
        await died;

        while (!completion.IsCompleted)
        {
            library.Clock.Advance(TimeSpan.FromSeconds(20));
            await Task.Yield();
        }

        ExecutionReport report = await completion;
        report.Status.ShouldBe(ExecutionStatus.Failed);
        library.Log.ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_before_its_first_step_is_in_the_history()
    {
        using DurableLibrary library = new();
        library.Write("root.yaml", Root);
        PlaybookRun run = await library.CreateRunAsync();

        ExecutionReport report = await run.RunAsync(new CancellationToken(canceled: true));

        report.Status.ShouldBe(ExecutionStatus.Cancelled);
        (await library.Store.FindAsync(run.ExecutionId, default))!.Status.ShouldBe(RunStatus.Cancelled);
        library.Log.ShouldBeEmpty("what did not begin has nothing to tidy up");
    }

    internal static async Task<PlaybookRun> ResumeAsync(DurableLibrary library, string executionId)
    {
        try
        {
            return await library.Engine().ResumeAsync(executionId, cancellationToken: TestContext.Current.CancellationToken);
        }
        catch (RunInDoubtException doubt)
        {
            return await library.Engine().ResumeAsync(
                executionId, new() { Decisions = doubt.Addresses.ToDictionary(address => address, _ => StepDecision.RunAgain) }, TestContext.Current.CancellationToken);
        }
    }

    private static Exception Failure(string name) => name switch
    {
        "ExecutionStoreException" => new ExecutionStoreException("the disk is full"),
        "InvalidOperationException" => new InvalidOperationException("the disk is full"),
        "IOException" => new IOException("the disk is full"),
        "OperationCanceledException" => new OperationCanceledException("the disk is full"),
        _ => new FormatException("the disk is full"),
    };
}
