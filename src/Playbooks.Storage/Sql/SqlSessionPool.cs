using System.Data.Common;

namespace Playbooks.Storage;

/// <summary>A limited number of sessions, some of which stay open when they are not in use.</summary>
internal sealed class SqlSessionPool(DbDataSource dataSource, int maximum, int kept) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(maximum, maximum);
    private readonly Stack<SqlSession> _idle = new();
    private bool _isClosed;

    public async ValueTask<SqlSession> RentAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return TryTakeIdle() ?? new SqlSession(await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception)
        {
            _slots.Release();
            throw;
        }
    }

    /// <param name="session">The rented session.</param>
    /// <param name="isSound">True when no statement failed. Otherwise the session's state is unknown, and it is
    /// closed.</param>
    public async ValueTask ReturnAsync(SqlSession session, bool isSound)
    {
        try
        {
            if (!isSound || !TryKeep(session))
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Closes the sessions that are not in use. The others are closed when they are returned.</summary>
    public void Dispose()
    {
        lock (_idle)
        {
            _isClosed = true;
        }

        while (TryTakeIdle() is SqlSession session)
        {
            session.Dispose();
        }
    }

    private SqlSession? TryTakeIdle()
    {
        lock (_idle)
        {
            return _idle.TryPop(out SqlSession? session) ? session : null;
        }
    }

    private bool TryKeep(SqlSession session)
    {
        lock (_idle)
        {
            if (_isClosed || _idle.Count >= kept)
            {
                return false;
            }

            _idle.Push(session);
            return true;
        }
    }
}
