using Npgsql;
using Playbooks.Storage;
using Playbooks.Tests.Storage;

namespace Playbooks.Acceptance.Tests.PostgreSql;

/// <summary>The suite of every store, on a real server.</summary>
public sealed class PostgreSqlExecutionStoreTests(PostgreSqlServer server) : ExecutionStoreContract, IAsyncLifetime
{
    private NpgsqlDataSource _database = null!;
    private SqlExecutionStore _store = null!;

    protected override IExecutionStore Store => _store;

    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync(Cancellation);
        _store = new SqlExecutionStore(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }
}
