using System.Data.Common;

namespace Playbooks.Storage;

/// <summary>All in which the databases differ. The statements are the same.</summary>
internal abstract class SqlDialect
{
    /// <summary>The type of a column of bytes.</summary>
    public abstract string Bytes { get; }

    /// <summary>The type of a column of text that is compared by code points, whatever the locale of the database.</summary>
    public abstract string Text { get; }

    /// <summary>What follows the definition of a table that is read by its primary key alone.</summary>
    public abstract string TableByKey { get; }

    /// <summary>Waits, within a transaction, until no other one holds this lock or the shared one; null when every transaction that writes is alone anyway.</summary>
    public abstract string? ExclusiveLock { get; }

    /// <summary>Waits, within a transaction, until no other one holds the exclusive lock.</summary>
    public abstract string? SharedLock { get; }

    /// <summary>How many transactions may write at a time in this process.</summary>
    public abstract int Writers { get; }

    /// <summary>How many open connections are kept of those that write, and of those that read; the data source has a pool of its own when none is.</summary>
    public abstract int Kept { get; }

    /// <summary>Where the database is, without any secret.</summary>
    public abstract string Describe(DbConnection connection);

    /// <summary>What is wrong.</summary>
    public abstract SqlFault FaultOf(DbException exception);

    /// <summary>What to do about it.</summary>
    public abstract string HintFor(DbException exception);
}
