using Npgsql;
using Playbooks.Storage;
using static Playbooks.Tests.Storage.StoredSamples;

namespace Playbooks.Acceptance.Tests.PostgreSql;

public sealed class PostgreSqlSpecs(PostgreSqlServer server) : IAsyncLifetime
{
    private NpgsqlDataSource _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await server.CreateDatabaseAsync(Cancellation);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Many_stores_make_the_tables_at_a_time()
    {
        SqlExecutionStore[] stores = [.. Enumerable.Range(0, 10).Select(_ => new SqlExecutionStore(_database))];

        await Task.WhenAll(stores.Select((store, i) => Task.Run(async () => await store.CreateAsync(Run($"{i}"), [], Cancellation))));

        (await stores[0].ListAsync(new RunQuery(), Cancellation)).Count.ShouldBe(10);
        (await ScalarAsync("SELECT COUNT(*) FROM playbooks_schema")).ShouldBe(3L);
    }

    [Fact]
    public async Task A_database_of_version_1_is_brought_up_to_date_with_all_that_is_in_it()
    {
        string script = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "PostgreSql", "version-1.sql"), Cancellation);
        await ScalarAsync(script.Replace("BLOB", "BYTEA", StringComparison.Ordinal).Replace("WITHOUT ROWID", "", StringComparison.Ordinal));
        await using SqlExecutionStore store = new(_database);

        (await store.ListAsync(new RunQuery { Playbook = "site.yaml" }, Cancellation)).Select(run => run.ExecutionId).ShouldBe(["b", "a"]);
        (await store.ReadJournalAsync("a", Cancellation))[0].Outputs.ShouldBe("""{"greeting":"Hello"}""");
        (await ScalarAsync("SELECT MAX(version) FROM playbooks_schema")).ShouldBe(3L);
        (await ScalarAsync("SELECT COUNT(*) FROM pg_indexes WHERE indexname LIKE 'playbooks\\_%\\_by\\_%'")).ShouldBe(5L);
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_database_as_it_was()
    {
        await ScalarAsync("CREATE TABLE playbooks_contents (x BIGINT)");
        await using SqlExecutionStore store = new(_database);

        ExecutionStoreException thrown = await Should.ThrowAsync<ExecutionStoreException>(async () => await store.FindAsync("a", Cancellation));

        thrown.Message.ShouldContain("could not be opened");
        (await ScalarAsync("SELECT COUNT(*) FROM pg_tables WHERE tablename LIKE 'playbooks\\_%'")).ShouldBe(1L);
    }

    [Fact]
    public async Task A_wrong_password_is_an_error_that_names_the_server_but_not_the_password()
    {
        await using NpgsqlDataSource wrong = NpgsqlDataSource.Create($"Host={server.Folder};Username=playbooks;Password=not-the-one;Database=postgres");
        await using SqlExecutionStore store = new(wrong);

        string message = (await Should.ThrowAsync<ExecutionStoreException>(async () => await store.FindAsync("a", Cancellation))).Message;

        message.ShouldContain(server.Folder);
        message.ShouldContain("See that the user and the password of the connection string are right.");
        message.ShouldNotContain("not-the-one");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_an_error_that_says_what_to_look_at()
    {
        await using NpgsqlDataSource wrong = NpgsqlDataSource.Create("Host=/nowhere/at/all;Username=playbooks;Database=postgres");
        await using SqlExecutionStore store = new(wrong);

        string message = (await Should.ThrowAsync<ExecutionStoreException>(async () => await store.FindAsync("a", Cancellation))).Message;

        message.ShouldContain("/nowhere/at/all");
        message.ShouldEndWith("See that the server runs and can be reached, and that the connection string is right.");
    }

    [Fact]
    public async Task What_waits_for_another_transaction_can_be_cancelled_and_leaves_nothing()
    {
        await using SqlExecutionStore store = new(_database);
        await store.CreateAsync(Run("a"), [], Cancellation);
        await using NpgsqlConnection other = await _database.OpenConnectionAsync(Cancellation);
        await using NpgsqlTransaction transaction = await other.BeginTransactionAsync(Cancellation);
        await using (NpgsqlCommand command = new("LOCK TABLE playbooks_journal IN ACCESS EXCLUSIVE MODE", other, transaction))
        {
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        using CancellationTokenSource impatience = new();
        Task waiting = store.AppendAsync("a", [Entry(1), Entry(2)], impatience.Token).AsTask();
        await using NpgsqlConnection onlooker = await _database.OpenConnectionAsync(Cancellation);
        await Eventually.IsAsync(() => waiting.IsCompleted || HasWaiter(onlooker), "it waits for the table", Cancellation);
        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        await transaction.RollbackAsync(Cancellation);

        (await store.ReadJournalAsync("a", Cancellation)).ShouldBeEmpty();
        await store.AppendAsync("a", [Entry(1), Entry(2)], Cancellation);
    }

    [Fact]
    public async Task A_disposed_store_leaves_the_data_source_to_its_owner()
    {
        SqlExecutionStore store = new(_database);
        await store.CreateAsync(Run("a"), [], Cancellation);
        await store.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(async () => await store.FindAsync("a", Cancellation));
        (await ScalarAsync("SELECT COUNT(*) FROM playbooks_runs")).ShouldBe(1L);
    }

    private static bool HasWaiter(NpgsqlConnection onlooker)
    {
        using NpgsqlCommand command = new("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)", onlooker);
        return (bool)command.ExecuteScalar()!;
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using NpgsqlCommand command = _database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
