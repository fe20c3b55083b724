using Microsoft.Data.Sqlite;
using static Playbooks.Tests.Storage.StoredSamples;

namespace Playbooks.Storage.Tests;

public sealed class SqliteFileSpecs : IDisposable
{
    private const UnixFileMode UserReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly HistoryFile _file = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_history_is_for_its_user_alone_and_so_are_the_files_beside_it()
    {
        string path = Path.Combine(_file.Folder, "state", "history.db");
        await using SqlExecutionStore store = SqlExecutionStore.Sqlite(path);
        Directory.Exists(Path.GetDirectoryName(path)).ShouldBeFalse("nothing is made before first use");
        await store.CreateAsync(Run("a"), [], Cancellation);

        string[] files = Directory.GetFiles(Path.GetDirectoryName(path)!);

        files.Select(Path.GetFileName).ShouldBe(["history.db", "history.db-shm", "history.db-wal"], ignoreOrder: true);
        files.ShouldAllBe(file => File.GetUnixFileMode(file) == UserReadWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(path)!).ShouldBe(UserReadWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task A_disposed_store_holds_nothing_open_and_says_that_it_is_disposed()
    {
        SqlExecutionStore store = _file.Open();
        await store.CreateAsync(Run("a"), [], Cancellation);
        await store.FindAsync("a", Cancellation);

        await store.DisposeAsync();
        await store.DisposeAsync();

        Directory.GetFiles(_file.Folder).Select(Path.GetFileName).ShouldBe(["history.db"], "the last connection merges the log");
        await Should.ThrowAsync<ObjectDisposedException>(async () => await store.FindAsync("a", Cancellation));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await store.AppendAsync("a", [Entry(1)], Cancellation));
    }

    [Fact]
    public async Task What_one_store_has_written_another_one_on_the_same_file_reads_at_once()
    {
        await using SqlExecutionStore first = _file.Open();
        await using SqlExecutionStore second = _file.Open();
        await first.CreateAsync(Run("a"), [], Cancellation);

        await second.AppendAsync("a", [Entry(1)], Cancellation);
        await Should.ThrowAsync<ExecutionStoreException>(async () => await first.AppendAsync("a", [Entry(1)], Cancellation));

        (await first.ReadJournalAsync("a", Cancellation)).ShouldBe([Entry(1)]);
    }

    [Fact]
    public async Task Many_stores_make_one_file_at_a_time()
    {
        SqlExecutionStore[] stores = [.. Enumerable.Range(0, 8).Select(_ => _file.Open())];

        await Task.WhenAll(stores.Select((store, i) => Task.Run(async () => await store.CreateAsync(Run($"{i}"), [], Cancellation))));

        (await stores[0].ListAsync(new RunQuery(), Cancellation)).Count.ShouldBe(8);
        foreach (SqlExecutionStore store in stores)
        {
            await store.DisposeAsync();
        }

        Directory.GetFiles(_file.Folder).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_content_is_stored_once_and_goes_with_the_last_run_that_had_it()
    {
        await using SqlExecutionStore store = _file.Open();
        foreach (string id in (string[])["a", "b"])
        {
            await store.CreateAsync(Run(id), [Playbook("x.yaml", "same"), Playbook("y.yaml", "same"), Playbook("z.yaml", id)], Cancellation);
            await store.CompleteAsync(id, "me", Completion(endedAt: id == "a" ? Now : Now.AddDays(1)), Cancellation);
        }

        _file.Run("SELECT COUNT(*) FROM playbooks_contents").ShouldBe(3L);
        await store.PruneAsync(Now.AddTicks(1), Cancellation);
        _file.Run("SELECT COUNT(*) FROM playbooks_contents").ShouldBe(2L);
        await store.PruneAsync(Now.AddDays(2), Cancellation);
        _file.Run("SELECT (SELECT COUNT(*) FROM playbooks_contents) + (SELECT COUNT(*) FROM playbooks_run_playbooks) + (SELECT COUNT(*) FROM playbooks_journal)").ShouldBe(0L);
    }

    [Fact]
    public async Task Words_in_the_database_are_in_snake_case()
    {
        await using SqlExecutionStore store = _file.Open();
        await store.CreateAsync(Run("a"), [], Cancellation);
        await store.AppendAsync("a", [FullEntry(1)], Cancellation);
        await store.CompleteAsync("a", "me", Completion(RunStatus.TimedOut), Cancellation);

        _file.Run("SELECT status FROM playbooks_runs").ShouldBe("timed_out");
        _file.Run("SELECT kind FROM playbooks_journal").ShouldBe("attempt_failed");
        _file.Run("SELECT datetime(started_at / 10000000 - 62135596800, 'unixepoch') FROM playbooks_runs").ShouldBe("2026-03-04 05:06:07");
    }

    [Fact]
    public async Task A_word_that_only_a_later_version_knows_is_an_error_that_says_so()
    {
        await using SqlExecutionStore store = _file.Open();
        await store.CreateAsync(Run("a"), [], Cancellation);
        _file.Run("UPDATE playbooks_runs SET status = 'levitating'");

        (await Should.ThrowAsync<ExecutionStoreException>(async () => await store.FindAsync("a", Cancellation))).Message.ShouldContain("'levitating'");
    }

    [Fact]
    public void A_data_source_of_SQLite_is_sent_to_the_factory()
        => Should.Throw<ArgumentException>(() => new SqlExecutionStore(SqliteFactory.Instance.CreateDataSource($"Data Source={_file.Path}"))).Message.ShouldContain("SqlExecutionStore.Sqlite");

    [Fact]
    public void Options_out_of_their_ranges_are_refused_together()
    {
        string message = Should.Throw<ArgumentException>(() => SqlExecutionStore.Sqlite(new SqliteStoreOptions { BusyTimeout = TimeSpan.Zero })).Message;

        message.ShouldContain("Path is not set");
        message.ShouldContain("BusyTimeout is 00:00:00; it must be from 00:00:01 to 00:10:00");
    }
}
