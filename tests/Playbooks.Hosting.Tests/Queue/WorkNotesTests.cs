using Playbooks.Storage;

namespace Playbooks.Hosting.Tests.Queue;

public sealed class InMemoryWorkNotesTests : WorkNotesContract
{
    protected override INoteStore Notes { get; } = new InMemoryExecutionStore();
}

public sealed class SqliteWorkNotesTests : WorkNotesContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqlExecutionStore _store;

    public SqliteWorkNotesTests() => _store = SqlExecutionStore.Sqlite(Path.Combine(_folder.Path, "history.db"));

    protected override INoteStore Notes => _store;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
