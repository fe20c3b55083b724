using static Playbooks.Tests.Storage.StoredSamples;

namespace Playbooks.Storage.Tests;

public sealed class SchemaSpecs : IDisposable
{
    private readonly HistoryFile _file = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_database_of_version_1_is_brought_up_to_date_with_all_that_is_in_it()
    {
        MakeVersion1();
        await using SqlExecutionStore store = _file.Open();

        IReadOnlyList<StoredRun> runs = await store.ListAsync(new RunQuery { Playbook = "site.yaml" }, Cancellation);

        runs.Select(run => run.ExecutionId).ShouldBe(["b", "a"]);
        runs[0].ShouldBe(Run("b") with { Lease = new RunLease("me", Now.AddMinutes(1)) });
        runs[1].Status.ShouldBe(RunStatus.Completed);
        (await store.ReadJournalAsync("a", Cancellation))[0].Duration.ShouldBe(TimeSpan.FromMilliseconds(1));
        await store.AppendAsync("b", [Entry(1)], Cancellation);
        _file.Run("SELECT group_concat(version) FROM playbooks_schema").ShouldBe("1,2,3");
        _file.Run("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'index' AND name LIKE 'playbooks_%'").ShouldBe(5L);
        await store.WriteNoteAsync("c", "n", "text", Cancellation);
        (await store.FindNoteAsync("c", "n", Cancellation)).ShouldBe("text");
    }

    [Fact]
    public async Task A_database_made_today_is_the_same_as_one_brought_up_to_date()
    {
        const string Schema = "SELECT group_concat(sql, char(10)) FROM (SELECT replace(sql, ' IF NOT EXISTS', '') AS sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name)";
        MakeVersion1();
        await using (SqlExecutionStore store = _file.Open())
        {
            await store.FindAsync("a", Cancellation);
        }

        using HistoryFile fresh = new();
        await using (SqlExecutionStore store = fresh.Open())
        {
            await store.FindAsync("a", Cancellation);
        }

        Normalize(fresh.Run(Schema)).ShouldBe(Normalize(_file.Run(Schema)));
    }

    [Fact]
    public async Task Stores_that_find_an_old_database_at_a_time_bring_it_up_to_date_once()
    {
        MakeVersion1();
        SqlExecutionStore[] stores = [.. Enumerable.Range(0, 6).Select(_ => _file.Open())];

        await Task.WhenAll(stores.Select(store => Task.Run(async () => await store.FindAsync("a", Cancellation))));

        _file.Run("SELECT COUNT(*) FROM playbooks_schema").ShouldBe(3L);
        foreach (SqlExecutionStore store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_database_as_it_was()
    {
        MakeVersion1();
        _file.Run("CREATE TABLE playbooks_runs_by_end (x)");
        await using SqlExecutionStore store = _file.Open();

        ExecutionStoreException thrown = await Should.ThrowAsync<ExecutionStoreException>(async () => await store.FindAsync("a", Cancellation));

        thrown.Message.ShouldContain("could not be opened");
        _file.Run("SELECT MAX(version) FROM playbooks_schema").ShouldBe(1L);
        _file.Run("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").ShouldBe(0L);
        _file.Run("DROP TABLE playbooks_runs_by_end");
        (await store.FindAsync("a", Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_database_of_a_later_version_is_an_error_that_says_so()
    {
        MakeVersion1();
        _file.Run("INSERT INTO playbooks_schema (version) VALUES (99)");
        await using SqlExecutionStore store = _file.Open();

        ExecutionStoreException thrown = await Should.ThrowAsync<ExecutionStoreException>(async () => await store.FindAsync("a", Cancellation));

        thrown.Message.ShouldBe("The history has version 99, but this version of Playbooks supports versions up to 3: a later Playbooks has used it. Use that one, or another database.");
    }

    private static string Normalize(object? sql) => string.Join(' ', ((string)sql!).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private void MakeVersion1()
    {
        using StreamReader script = new(typeof(SchemaSpecs).Assembly.GetManifestResourceStream("version-1.sql")!);
        _file.Run(script.ReadToEnd());
    }
}
