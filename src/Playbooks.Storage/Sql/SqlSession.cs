using System.Data.Common;

namespace Playbooks.Storage;

/// <summary>
/// An open connection with its prepared commands, for one user at a time. After a failure it is closed, which rolls its
/// transaction back.
/// </summary>
internal sealed class SqlSession(DbConnection connection) : IAsyncDisposable, IDisposable
{
    private readonly Dictionary<SqlStatement, DbCommand> _commands = [];
    private DbTransaction? _transaction;

    public async Task BeginAsync(CancellationToken cancellationToken)
        => _transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Commits. This cannot be cancelled: after a cancelled commit, its success would be unknown.</summary>
    public async Task CommitAsync()
    {
        await _transaction!.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        await _transaction.DisposeAsync().ConfigureAwait(false);
        _transaction = null;
    }

    /// <summary>
    /// Executes a statement that changes something. Each statement is prepared once, so their number must be limited.
    /// </summary>
    /// <returns>The number of changed rows.</returns>
    public async Task<int> ExecuteAsync(SqlStatement statement, object?[] values, CancellationToken cancellationToken)
    {
        DbCommand command = _commands.TryGetValue(statement, out DbCommand? prepared)
            ? prepared
            : await PrepareAsync(statement, cancellationToken).ConfigureAwait(false);
        command.Transaction = _transaction;
        SqlStatement.Bind(command.Parameters, values);
        int changed = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        SqlStatement.Forget(command.Parameters);
        return changed;
    }

    /// <summary>
    /// Executes a statement for each row, in one round trip to the server if the database supports that.
    /// </summary>
    public async Task ExecuteAllAsync(SqlStatement statement, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        if (!connection.CanCreateBatch)
        {
            foreach (object?[] row in rows)
            {
                await ExecuteAsync(statement, row, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        DbBatch batch = connection.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            batch.Transaction = _transaction;
            using DbCommand factory = connection.CreateCommand();
            foreach (object?[] row in rows)
            {
                DbBatchCommand command = batch.CreateBatchCommand();
                command.CommandText = statement.Text;
                statement.Declare(factory, command.Parameters);
                SqlStatement.Bind(command.Parameters, row);
                batch.BatchCommands.Add(command);
            }

            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Executes a statement without parameters, such as one that creates a table.</summary>
    public async Task RunAsync(string text, CancellationToken cancellationToken)
    {
        DbCommand command = MakeCommand(text);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<List<T>> QueryAsync<T>(SqlStatement statement, object?[] values, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        DbCommand command = MakeCommand(statement.Text);
        await using (command.ConfigureAwait(false))
        {
            statement.Declare(command, command.Parameters);
            SqlStatement.Bind(command.Parameters, values);
            DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                List<T> rows = [];
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(read(reader));
                }

                return rows;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (DbCommand command in _commands.Values)
        {
            await command.DisposeAsync().ConfigureAwait(false);
        }

        if (_transaction is not null)
        {
            await _transaction.DisposeAsync().ConfigureAwait(false);
        }

        await connection.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (DbCommand command in _commands.Values)
        {
            command.Dispose();
        }

        _transaction?.Dispose();
        connection.Dispose();
    }

    private async Task<DbCommand> PrepareAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        DbCommand command = MakeCommand(statement.Text);
        _commands.Add(statement, command);
        statement.Declare(command, command.Parameters);
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        return command;
    }

    // Every text is made of constants of this assembly. Users' values are parameters.
    private DbCommand MakeCommand(string text)
    {
        DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = text;
#pragma warning restore CA2100
        command.Transaction = _transaction;
        return command;
    }
}
