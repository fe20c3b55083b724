using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Playbooks.Storage;

/// <summary>Finds everything that is wrong with the options at once.</summary>
internal static class SqliteStoreOptionsFaults
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    public static IEnumerable<string> Find(SqliteStoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            yield return $"{nameof(SqliteStoreOptions.Path)} is not set: give the file of the history in AddSqliteStore";
        }

        if (options.BusyTimeout < ShortestTimeout || options.BusyTimeout > LongestTimeout)
        {
            yield return $"{nameof(SqliteStoreOptions.BusyTimeout)} is {options.BusyTimeout}; it must be from {ShortestTimeout} to {LongestTimeout}";
        }
    }

    /// <summary>The same, and whether the file can be written. It is made, as the store would at its first use.</summary>
    public static IEnumerable<string> FindWithFile(SqliteStoreOptions options)
        => string.IsNullOrWhiteSpace(options.Path) || FindInFile(options) is not { } fault ? Find(options) : [.. Find(options), $"{nameof(SqliteStoreOptions.Path)}: {fault}"];

    private static string? FindInFile(SqliteStoreOptions options)
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
