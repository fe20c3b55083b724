using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Playbooks.Storage;

/// <summary>Finds out if the file of a history can be written. It is made, as the store would at its first use.</summary>
internal static class SqliteFileCheck
{
    public static string? FindFault(SqliteStoreOptions options)
    {
        try
        {
            // Through SQLite and not past it: closing a file that it has open elsewhere in the process would end its locks.
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
            // Somebody writes to it at this moment: so it can be written.
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
