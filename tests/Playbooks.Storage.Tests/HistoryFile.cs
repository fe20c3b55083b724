using Microsoft.Data.Sqlite;

namespace Playbooks.Storage.Tests;

/// <summary>A history in a folder of its own, and a look at it past the store.</summary>
internal sealed class HistoryFile : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public string Path => System.IO.Path.Combine(_folder.Path, "history.db");

    public SqlExecutionStore Open(TimeSpan? busyTimeout = null) => SqlExecutionStore.Sqlite(new SqliteStoreOptions { Path = Path, BusyTimeout = busyTimeout ?? TimeSpan.FromSeconds(30) });

    public SqliteConnection Connect()
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    public object? Run(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose() => _folder.Dispose();
}
