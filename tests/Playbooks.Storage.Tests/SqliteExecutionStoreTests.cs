using Playbooks.Tests.Storage;

namespace Playbooks.Storage.Tests;

public sealed class SqliteExecutionStoreTests : ExecutionStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqlExecutionStore _store;

    public SqliteExecutionStoreTests() => _store = SqlExecutionStore.Sqlite(Path.Combine(_folder.Path, "history.db"));

    protected override IExecutionStore Store => _store;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
