using System.Data.Common;
using Microsoft.Data.Sqlite;
using Playbooks.Diagnostics;

namespace Playbooks.Storage;

/// <summary>Journals runs and keeps them as history in a SQLite file or a PostgreSQL database.</summary>
/// <remarks>
/// The store creates its tables at first use, and later versions of this package update them. Their names begin with
/// <c>playbooks_</c>. A finished write survives any end of the process; for a power failure see
/// <see cref="SqliteStoreOptions.SurvivesPowerLoss"/>.
/// </remarks>
/// <example>
/// <code>
/// await using SqlExecutionStore store = SqlExecutionStore.Sqlite("playbooks.db");
/// PlaybookEngine engine = new(library, new PlaybookEngineOptions { ExecutionStore = store });
/// </code>
/// </example>
public sealed class SqlExecutionStore : IExecutionStore, INoteStore, IAsyncDisposable, IDisposable
{
    // The time for repeating transactions that PostgreSQL gave up in favour of others. It waits for locks by itself.
    private static readonly TimeSpan RepeatTime = TimeSpan.FromSeconds(10);

    private readonly SqlDatabase _database;

    /// <summary>Creates a store in a PostgreSQL database.</summary>
    /// <param name="dataSource">The source of connections, such as an <c>NpgsqlDataSource</c>. The caller disposes of
    /// it.</param>
    /// <exception cref="ArgumentException">It is a source of SQLite: see
    /// <see cref="Sqlite(SqliteStoreOptions)"/>.</exception>
    public SqlExecutionStore(DbDataSource dataSource)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        using (DbConnection connection = dataSource.CreateConnection())
        {
            if (connection is SqliteConnection)
            {
                throw new ArgumentException($"For a SQLite file use {nameof(SqlExecutionStore)}.{nameof(Sqlite)}, which sets its connections up", nameof(dataSource));
            }
        }

        _database = new SqlDatabase(dataSource, new PostgreSqlDialect(), RepeatTime, ownsDataSource: false);
    }

    private SqlExecutionStore(SqliteStoreOptions options)
        => _database = new SqlDatabase(new SqliteDataSource(options), new SqliteDialect(), options.BusyTimeout, ownsDataSource: true);

    /// <summary>
    /// Creates a store in a SQLite file, with default options. Opens and creates nothing before first use.
    /// </summary>
    public static SqlExecutionStore Sqlite(string path) => Sqlite(new SqliteStoreOptions { Path = path });

    /// <summary>Creates a store in a SQLite file. Opens and creates nothing before first use.</summary>
    /// <exception cref="ArgumentException">The options are out of their ranges; the message names every
    /// fault.</exception>
    public static SqlExecutionStore Sqlite(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionFaults.ThrowIfAny(options.FindFaults(), nameof(options));
        return new SqlExecutionStore(options);
    }

    /// <inheritdoc/>
    public async ValueTask CreateAsync(StoredRun run, IReadOnlyList<StoredPlaybook> playbooks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(playbooks);
        await _database.WriteAsync(
            (run, playbooks, _database.Dialect),
            static async (session, state, token) =>
            {
                (StoredRun run, IReadOnlyList<StoredPlaybook> playbooks, SqlDialect dialect) = state;
                await session.BeginAsync(token).ConfigureAwait(false);
                await LockAsync(session, dialect.SharedLock, token).ConfigureAwait(false);
                try
                {
                    await session.ExecuteAsync(RunRows.Insert, RunRows.Of(run), token).ConfigureAwait(false);
                }
                catch (DbException exception) when (dialect.FaultOf(exception) == SqlFault.Duplicate)
                {
                    throw new ExecutionStoreException($"There is a run '{run.ExecutionId}' already", exception);
                }

                await session.ExecuteAllAsync(PlaybookRows.InsertContent, PlaybookRows.ContentsOf(playbooks), token).ConfigureAwait(false);
                await session.ExecuteAllAsync(PlaybookRows.Insert, PlaybookRows.Of(run.ExecutionId, playbooks), token).ConfigureAwait(false);
                await session.CommitAsync().ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask AppendAsync(string executionId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(executionId);
        ArgumentNullException.ThrowIfNull(entries);
        try
        {
            await _database.WriteAsync((executionId, entries), AppendAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (ExecutionStoreException exception) when (exception.InnerException is DbException inner && _database.Dialect.FaultOf(inner) == SqlFault.Duplicate)
        {
            throw new ExecutionStoreException($"Run '{executionId}' is carried on by another process: its journal has one of the entries {entries[0].Sequence} to {entries[^1].Sequence} already", inner);
        }
        catch (ExecutionStoreException exception) when (exception.InnerException is DbException inner && _database.Dialect.FaultOf(inner) == SqlFault.NoParent)
        {
            throw new ExecutionStoreException($"There is no run '{executionId}'", inner);
        }
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync(string executionId, string owner, RunCompletion completion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(executionId);
        ArgumentNullException.ThrowIfNull(completion);
        if (completion.Status == RunStatus.Running)
        {
            throw new ArgumentException("A run that is running has not ended", nameof(completion));
        }

        object?[] values =
        [
            executionId, owner, StoredNames.Of(completion.Status), completion.EndedAt, completion.Outputs, completion.Error,
            completion.Counts.Total, completion.Counts.Completed, completion.Counts.Failed, completion.Counts.Skipped,
        ];
        if (!await UpdateAsync(RunRows.Complete, executionId, values, cancellationToken).ConfigureAwait(false))
        {
            throw new ExecutionStoreException($"Run '{executionId}' is carried on by another process: '{owner}' does not hold its lease");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<StoredRun?> FindAsync(string executionId, CancellationToken cancellationToken)
        => (await QueryAsync(RunRows.Find, [executionId], RunRows.Read, cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JournalEntry>> ReadJournalAsync(string executionId, CancellationToken cancellationToken)
        => await QueryAsync(JournalRows.Select, [executionId], JournalRows.Read, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredPlaybook>> ReadPlaybooksAsync(string executionId, CancellationToken cancellationToken)
        => await QueryAsync(PlaybookRows.Select, [executionId], PlaybookRows.Read, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredRun>> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 1000, nameof(query));
        (SqlStatement statement, object?[] values) = RunRows.List(query);
        return await QueryAsync(statement, values, RunRows.Read, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryAcquireAsync(string executionId, RunLease lease, string? deadOwner, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return UpdateAsync(RunRows.Acquire, executionId, [executionId, lease.Owner, lease.ExpiresAt, deadOwner, now], cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RenewAsync(string executionId, RunLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return await _database.WriteAsync(
            new object?[] { executionId, lease.Owner, lease.ExpiresAt },
            static (session, values, token) => session.ExecuteAsync(RunRows.Renew, values, token),
            cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <inheritdoc/>
    public ValueTask<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
        => _database.WriteAsync(
            (endedBefore, _database.Dialect),
            static async (session, state, token) =>
            {
                await session.BeginAsync(token).ConfigureAwait(false);
                // A run that is created at the same time must not refer to a content that is about to be deleted.
                await LockAsync(session, state.Dialect.ExclusiveLock, token).ConfigureAwait(false);
                int deleted = await session.ExecuteAsync(RunRows.Prune, [state.endedBefore], token).ConfigureAwait(false);
                await session.ExecuteAsync(PlaybookRows.PruneContents, [], token).ConfigureAwait(false);
                await session.CommitAsync().ConfigureAwait(false);
                return deleted;
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<string?> FindNoteAsync(string category, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(category);
        ArgumentNullException.ThrowIfNull(name);
        return (await QueryAsync(NoteRows.Find, [category, name], static row => row.ReadText(0), cancellationToken).ConfigureAwait(false)).SingleOrDefault();
    }

    /// <inheritdoc/>
    public async ValueTask WriteNoteAsync(string category, string name, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(category);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        await ExecuteAsync(NoteRows.Write, [category, name, text], cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveNoteAsync(string category, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(category);
        ArgumentNullException.ThrowIfNull(name);
        return await ExecuteAsync(NoteRows.Remove, [category, name], cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <summary>
    /// Closes the connections. Operations under way are completed; later ones throw
    /// <see cref="ObjectDisposedException"/>.
    /// </summary>
    public void Dispose() => _database.Dispose();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<bool> AppendAsync(SqlSession session, (string ExecutionId, IReadOnlyList<JournalEntry> Entries) added, CancellationToken cancellationToken)
    {
        switch (added.Entries.Count)
        {
            case 0:
                await RequireAsync(session, added.ExecutionId, cancellationToken).ConfigureAwait(false);
                break;
            case 1:
                // One statement is a transaction by itself.
                await session.ExecuteAsync(JournalRows.Insert, JournalRows.Of(added.ExecutionId, added.Entries[0]), cancellationToken).ConfigureAwait(false);
                break;
            default:
                await session.BeginAsync(cancellationToken).ConfigureAwait(false);
                await session.ExecuteAllAsync(JournalRows.Insert, added.Entries.Select(entry => JournalRows.Of(added.ExecutionId, entry)), cancellationToken).ConfigureAwait(false);
                await session.CommitAsync().ConfigureAwait(false);
                break;
        }

        return true;
    }

    private static async Task LockAsync(SqlSession session, string? statement, CancellationToken cancellationToken)
    {
        if (statement is not null)
        {
            await session.RunAsync(statement, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task RequireAsync(SqlSession session, string executionId, CancellationToken cancellationToken)
    {
        if ((await session.QueryAsync(RunRows.Exists, [executionId], static _ => true, cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            throw new ExecutionStoreException($"There is no run '{executionId}'");
        }
    }

    /// <summary>
    /// Changes a run if a condition holds. It is one statement, so that only one of several concurrent changes
    /// succeeds.
    /// </summary>
    private ValueTask<bool> UpdateAsync(SqlStatement statement, string executionId, object?[] values, CancellationToken cancellationToken)
        => _database.WriteAsync(
            (statement, executionId, values),
            static async (session, state, token) =>
            {
                if (await session.ExecuteAsync(state.statement, state.values, token).ConfigureAwait(false) == 1)
                {
                    return true;
                }

                await RequireAsync(session, state.executionId, token).ConfigureAwait(false);
                return false;
            },
            cancellationToken);

    private ValueTask<int> ExecuteAsync(SqlStatement statement, object?[] values, CancellationToken cancellationToken)
        => _database.WriteAsync((statement, values), static (session, state, token) => session.ExecuteAsync(state.statement, state.values, token), cancellationToken);

    private ValueTask<List<T>> QueryAsync<T>(SqlStatement statement, object?[] values, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        => _database.ReadAsync(
            (statement, values, read), static (session, state, token) => session.QueryAsync(state.statement, state.values, state.read, token), cancellationToken);
}
