using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Playbooks.Storage;

/// <summary>Checks that the file of a history can be written. Creates it, as the store does at its first use.</summary>
internal static class SqliteFileCheck
{
    public static string? FindFault(SqliteStoreOptions options)
    {
        try
        {
            // Open the file through SQLite: closing it in another way would release the locks of other connections in
            // this process.
            using SqliteDataSource dataSource = new(options);
            using SqliteConnection connection = (SqliteConnection)dataSource.OpenConnection();
            using SqliteCommand read = connection.CreateCommand();
            read.CommandText = "SELECT COUNT(*) FROM sqlite_master";
            read.ExecuteScalar();
            return raw.sqlite3_db_readonly(connection.Handle, "main") == 0 ? null
                : $"the file '{options.Path}' cannot be written: make the file and its folder writable for this user";
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
        {
            // Another process is writing to the file, so it can be written.
            return null;
        }
        catch (DbException exception)
        {
            return $"the file '{options.Path}' cannot be opened: {exception.Message.TrimEnd('.', ' ')}; {new SqliteDialect().HintFor(exception).TrimEnd('.')}";
        }
        catch (ExecutionStoreException exception)
        {
            return exception.Message.TrimEnd('.');
        }
    }
}
