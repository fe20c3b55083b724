using Npgsql;
using Playbooks.Hosting.Tests.Queue;
using Playbooks.Storage;

namespace Playbooks.Acceptance.Tests.PostgreSql;

/// <summary>Queued requests and their results, on a real server.</summary>
public sealed class PostgreSqlWorkNotesTests(PostgreSqlServer server) : WorkNotesContract, IAsyncLifetime
{
    private NpgsqlDataSource _database = null!;
    private SqlExecutionStore _store = null!;

    protected override INoteStore Notes => _store;

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
