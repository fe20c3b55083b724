using System.Data.Common;

namespace Playbooks.Storage;

/// <summary>The differences between the databases. The statements are the same.</summary>
internal abstract class SqlDialect
{
    /// <summary>The type of a column of bytes.</summary>
    public abstract string Bytes { get; }

    /// <summary>
    /// The type of a column of text that is compared by code points, whatever the locale of the database.
    /// </summary>
    public abstract string Text { get; }

    /// <summary>The text after the definition of a table that is read only by its primary key.</summary>
    public abstract string TableByKey { get; }

    /// <summary>
    /// The statement that waits, within a transaction, until no other one holds this lock or the shared one. Null when
    /// only one transaction can write at a time anyway.
    /// </summary>
    public abstract string? ExclusiveLock { get; }

    /// <summary>The statement that waits, within a transaction, until no other one holds the exclusive lock.</summary>
    public abstract string? SharedLock { get; }

    /// <summary>The number of transactions of this process that may write at the same time.</summary>
    public abstract int Writers { get; }

    /// <summary>
    /// The number of open connections that are kept for writing, and for reading. None when the data source has a pool
    /// of its own.
    /// </summary>
    public abstract int Kept { get; }

    /// <summary>Describes the place of the database, without any secret.</summary>
    public abstract string Describe(DbConnection connection);

    /// <summary>Classifies an error.</summary>
    public abstract SqlFault FaultOf(DbException exception);

    /// <summary>Suggests a remedy for an error.</summary>
    public abstract string HintFor(DbException exception);
}
