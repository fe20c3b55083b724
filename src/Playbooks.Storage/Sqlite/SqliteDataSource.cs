using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Playbooks.Storage;

/// <summary>
/// Opens connections to one SQLite file, and creates the file. The driver has no data source of its own.
/// </summary>
internal sealed class SqliteDataSource : DbDataSource
{
    private readonly string _path;
    private readonly string _settings;

    public SqliteDataSource(SqliteStoreOptions options)
    {
        _path = Path.GetFullPath(options.Path);
        ConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            ForeignKeys = true,
            // The store itself keeps connections, and closes them when it is disposed of.
            Pooling = false,
            // In seconds. The driver waits that long and ignores cancellation; then the store decides if it goes on
            // waiting.
            DefaultTimeout = 1,
        }.ConnectionString;
        // SQLite's own waiting retries much sooner than the driver's.
        _settings = $"PRAGMA busy_timeout = 250; PRAGMA journal_mode = WAL; PRAGMA synchronous = {(options.SurvivesPowerLoss ? "FULL" : "NORMAL")}";
    }

    public override string ConnectionString { get; }

    protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);

    protected override DbConnection OpenDbConnection()
    {
        MakeFile();
        SqliteConnection connection = new(ConnectionString);
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Put together of constants.
            command.CommandText = _settings;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(OpenDbConnection());
    }

    /// <summary>
    /// Creates an empty file for this user only, which SQLite takes for a new database. The files beside it (-wal,
    /// -shm) get the same mode.
    /// </summary>
    /// <remarks>
    /// The file is created under another name first. Opening and closing a file that SQLite has open in the same
    /// process would release SQLite's locks on it.
    /// </remarks>
    private void MakeFile()
    {
        if (File.Exists(_path))
        {
            return;
        }

        string folder = Path.GetDirectoryName(_path) ?? throw new ExecutionStoreException($"'{_path}' is a folder: give the path of a file for the history");
        string draft = $"{_path}.{Guid.NewGuid():N}";
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
                return;
            }

            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            new FileStream(draft, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
            File.Move(draft, _path, overwrite: false);
        }
        catch (IOException) when (File.Exists(_path))
        {
            // Another process has created the file first.
            File.Delete(draft);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // File.Delete throws when the folder does not exist.
            if (File.Exists(draft))
            {
                File.Delete(draft);
            }

            throw new ExecutionStoreException($"The file '{_path}' for the history cannot be made: {exception.Message} Give a path in a folder that this user may write to.", exception);
        }
    }
}
