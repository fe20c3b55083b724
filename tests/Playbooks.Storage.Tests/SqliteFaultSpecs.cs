using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;
using static Playbooks.Tests.Storage.StoredSamples;

namespace Playbooks.Storage.Tests;

/// <summary>What can be wrong with the file: what, where and what to do.</summary>
public sealed class SqliteFaultSpecs : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    private readonly HistoryFile _file = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_file_that_is_no_database()
    {
        File.WriteAllText(_file.Path, new string('x', 5000));
        await using SqlExecutionStore store = _file.Open();

        (await MessageAsync(store)).ShouldBe($"The history in file '{_file.Path}' could not be opened: SQLite Error 26: 'file is not a database'. It is not a SQLite database: give another path.");
        File.ReadAllText(_file.Path).ShouldBe(new string('x', 5000));
    }

    [Fact]
    public async Task A_folder()
    {
        Directory.CreateDirectory(_file.Path);
        await using SqlExecutionStore store = _file.Open();

        (await MessageAsync(store)).ShouldContain(_file.Path);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made()
    {
        await using SqlExecutionStore store = SqlExecutionStore.Sqlite("/proc/self/nowhere/history.db");

        string message = await MessageAsync(store);

        message.ShouldStartWith("The file '/proc/self/nowhere/history.db' for the history cannot be made: ");
        message.ShouldEndWith("Give a path in a folder that this user may write to.");
    }

    [Fact]
    public async Task A_database_that_another_process_holds_for_too_long_is_an_error_and_later_all_is_well()
    {
        await using SqlExecutionStore store = _file.Open(Short);
        await store.CreateAsync(Run("a"), [], Cancellation);
        using (SqliteConnection other = _file.Connect())
        {
            using SqliteCommand begin = other.CreateCommand();
            begin.CommandText = "BEGIN EXCLUSIVE";
            begin.ExecuteNonQuery();

            ExecutionStoreException thrown = await Should.ThrowAsync<ExecutionStoreException>(async () => await store.AppendAsync("a", [Entry(1)], Cancellation));
            thrown.Message.ShouldBe($"The history in file '{_file.Path}' could not be written: SQLite Error 5: 'database is locked'. Another process holds it: end that one, or set a longer BusyTimeout.");
        }

        await store.AppendAsync("a", [Entry(1)], Cancellation);
        (await store.ReadJournalAsync("a", Cancellation)).ShouldBe([Entry(1)]);
    }

    [Fact]
    public async Task A_wait_for_another_process_ends_with_success_when_that_one_is_done()
    {
        await using SqlExecutionStore store = _file.Open();
        await store.CreateAsync(Run("a"), [], Cancellation);
        SqliteConnection other = _file.Connect();
        using (SqliteCommand begin = other.CreateCommand())
        {
            begin.CommandText = "BEGIN EXCLUSIVE";
            begin.ExecuteNonQuery();
        }

        Task waiting = await UntilItFindsTheFileBusyAsync(async () => await store.AppendAsync("a", [Entry(1), Entry(2)], Cancellation));
        waiting.IsCompleted.ShouldBeFalse();
        await other.DisposeAsync();
        await waiting;

        (await store.ReadJournalAsync("a", Cancellation)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_wait_for_another_process_can_be_cancelled()
    {
        await using SqlExecutionStore store = _file.Open();
        await store.CreateAsync(Run("a"), [], Cancellation);
        using SqliteConnection other = _file.Connect();
        using SqliteCommand begin = other.CreateCommand();
        begin.CommandText = "BEGIN EXCLUSIVE";
        begin.ExecuteNonQuery();
        using CancellationTokenSource impatience = new();

        Task waiting = await UntilItFindsTheFileBusyAsync(async () => await store.AppendAsync("a", [Entry(1)], impatience.Token));
        await impatience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_full_disk_adds_nothing_of_several_entries_and_the_store_goes_on_when_there_is_space()
    {
        string disk = Path.Combine(_file.Folder, "disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(Mount.TryMount(disk, "size=700k"), "Only root may mount a small disk");
        try
        {
            string path = Path.Combine(disk, "history.db");
            await using SqlExecutionStore store = SqlExecutionStore.Sqlite(path);
            await store.CreateAsync(Run("a"), [], Cancellation);
            JournalEntry large = Entry(2) with { Outputs = new string('x', 1_000_000) };

            string several = (await Should.ThrowAsync<ExecutionStoreException>(async () => await store.AppendAsync("a", [Entry(1), large], Cancellation))).Message;
            string single = (await Should.ThrowAsync<ExecutionStoreException>(async () => await store.AppendAsync("a", [large], Cancellation))).Message;

            several.ShouldStartWith($"The history in file '{path}' could not be written: SQLite Error ");
            several.ShouldContain("space");
            single.ShouldContain("space");
            (await store.ReadJournalAsync("a", Cancellation)).ShouldBeEmpty();
            await store.AppendAsync("a", [Entry(1)], Cancellation);
            (await store.ReadJournalAsync("a", Cancellation)).ShouldBe([Entry(1)]);
        }
        finally
        {
            Mount.Unmount(disk);
        }
    }

    [Fact]
    public async Task A_file_on_a_disk_that_may_only_be_read()
    {
        string disk = Path.Combine(_file.Folder, "disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(Mount.TryMount(disk, "size=700k"), "Only root may mount a disk");
        try
        {
            string path = Path.Combine(disk, "history.db");
            await using (SqlExecutionStore writing = SqlExecutionStore.Sqlite(path))
            {
                await writing.CreateAsync(Run("a"), [], Cancellation);
            }

            Mount.TryMount(disk, "remount,ro").ShouldBeTrue();
            await using SqlExecutionStore store = SqlExecutionStore.Sqlite(path);

            string message = (await Should.ThrowAsync<ExecutionStoreException>(async () => await store.AppendAsync("a", [Entry(1)], Cancellation))).Message;

            message.ShouldStartWith($"The history in file '{path}' could not be opened: SQLite Error ");
            message.ShouldContain("writ");
        }
        finally
        {
            Mount.Unmount(disk);
        }
    }

    /// <summary>Begins the work, and waits until SQLite's driver has given up once since another holds the file.</summary>
    private static async Task<Task> UntilItFindsTheFileBusyAsync(Func<Task> work)
    {
        const int Busy = 5;
        AsyncLocal<bool> isOurs = new();
        TaskCompletionSource found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        AppDomain.CurrentDomain.FirstChanceException += Watch;
        try
        {
            Task waiting = Task.Run(
                () =>
                {
                    isOurs.Value = true;
                    return work();
                },
                Cancellation);
            await Task.WhenAny(waiting, found.Task);
            return waiting;
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= Watch;
        }

        void Watch(object? sender, FirstChanceExceptionEventArgs thrown)
        {
            if (isOurs.Value && thrown.Exception is SqliteException { SqliteErrorCode: Busy })
            {
                found.TrySetResult();
            }
        }
    }

    private static async Task<string> MessageAsync(SqlExecutionStore store)
        => (await Should.ThrowAsync<ExecutionStoreException>(async () => await store.ListAsync(new RunQuery(), Cancellation))).Message;
}
