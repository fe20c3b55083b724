using System.Data.Common;

namespace Playbooks.Storage;

/// <summary>Does a piece of work with a session.</summary>
internal delegate Task<TResult> SqlWork<in TState, TResult>(SqlSession session, TState state, CancellationToken cancellationToken);

/// <summary>
/// Executes all work on the database: ensures the schema, provides a session, waits while others write, and explains
/// errors.
/// </summary>
internal sealed class SqlDatabase : IDisposable
{
    private const int Readers = 4;

    private readonly DbDataSource _dataSource;
    private readonly bool _ownsDataSource;
    private readonly TimeSpan _busyTimeout;
    private readonly SqlSessionPool _writers;
    private readonly SqlSessionPool _readers;
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private volatile bool _isPrepared;
    private volatile bool _isDisposed;

    public SqlDatabase(DbDataSource dataSource, SqlDialect dialect, TimeSpan busyTimeout, bool ownsDataSource)
    {
        _dataSource = dataSource;
        _ownsDataSource = ownsDataSource;
        _busyTimeout = busyTimeout;
        Dialect = dialect;
        _writers = new SqlSessionPool(dataSource, dialect.Writers, dialect.Kept);
        _readers = new SqlSessionPool(dataSource, Math.Max(Readers, dialect.Writers), dialect.Kept);
    }

    public SqlDialect Dialect { get; }

    public ValueTask<TResult> ReadAsync<TState, TResult>(TState state, SqlWork<TState, TResult> work, CancellationToken cancellationToken)
        => DoAsync(_readers, "read", state, work, cancellationToken);

    /// <summary>Writes to the database. Work with more than one statement begins a transaction.</summary>
    public ValueTask<TResult> WriteAsync<TState, TResult>(TState state, SqlWork<TState, TResult> work, CancellationToken cancellationToken)
        => DoAsync(_writers, "written", state, work, cancellationToken);

    public void Dispose()
    {
        _isDisposed = true;
        _writers.Dispose();
        _readers.Dispose();
        if (_ownsDataSource)
        {
            _dataSource.Dispose();
        }
    }

    private async ValueTask<TResult> DoAsync<TState, TResult>(SqlSessionPool pool, string done, TState state, SqlWork<TState, TResult> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_isPrepared)
        {
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
        }

        return await TryAsync(pool, done, state, work, cancellationToken).ConfigureAwait(false);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isPrepared)
            {
                await TryAsync(_writers, "opened", Dialect, SqlSchema.EnsureAsync, cancellationToken).ConfigureAwait(false);
                _isPrepared = true;
            }
        }
        finally
        {
            _preparing.Release();
        }
    }

    private async Task<TResult> TryAsync<TState, TResult>(SqlSessionPool pool, string done, TState state, SqlWork<TState, TResult> work, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await OnceAsync(pool, state, work, cancellationToken).ConfigureAwait(false);
            }
            catch (DbException exception) when (Dialect.FaultOf(exception) == SqlFault.Busy && TimeProvider.System.GetElapsedTime(began) < _busyTimeout)
            {
                // No change was made, so all of it can be repeated. SQLite's driver has waited for about a second
                // without looking at the token.
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (DbException exception)
            {
                throw new ExecutionStoreException(
                    $"The history in {Where()} could not be {done}: {exception.Message.TrimEnd('.', ' ')}. {Dialect.HintFor(exception)}", exception);
            }
        }
    }

    private static async Task<TResult> OnceAsync<TState, TResult>(SqlSessionPool pool, TState state, SqlWork<TState, TResult> work, CancellationToken cancellationToken)
    {
        SqlSession session = await pool.RentAsync(cancellationToken).ConfigureAwait(false);
        bool isSound = false;
        try
        {
            TResult result = await work(session, state, cancellationToken).ConfigureAwait(false);
            isSound = true;
            return result;
        }
        finally
        {
            await pool.ReturnAsync(session, isSound).ConfigureAwait(false);
        }
    }

    private string Where()
    {
        using DbConnection connection = _dataSource.CreateConnection();
        return Dialect.Describe(connection);
    }
}
