using System.Data.Common;

namespace Playbooks.Storage;

/// <summary>
/// The dialect of PostgreSQL. It uses only standard error codes, because this package does not depend on a driver.
/// </summary>
internal sealed class PostgreSqlDialect : SqlDialect
{
    // Any number works, as long as every process uses the same.
    private const string LockKey = "5770236180418";

    public override string Bytes => "BYTEA";

    public override string Text => "TEXT COLLATE \"C\"";

    public override string TableByKey => "";

    public override string? ExclusiveLock => $"SELECT pg_advisory_xact_lock({LockKey})";

    public override string? SharedLock => $"SELECT pg_advisory_xact_lock_shared({LockKey})";

    public override int Writers => int.MaxValue;

    public override int Kept => 0;

    public override string Describe(DbConnection connection) => $"database '{connection.Database}' at '{connection.DataSource}'";

    public override SqlFault FaultOf(DbException exception) => exception.SqlState switch
    {
        "23505" => SqlFault.Duplicate,
        "23503" => SqlFault.NoParent,
        "42P01" => SqlFault.NoTable,
        // The server aborted one of two transactions, which can be repeated.
        "40001" or "40P01" => SqlFault.Busy,
        _ => SqlFault.Other,
    };

    public override string HintFor(DbException exception) => exception.SqlState switch
    {
        null => "See that the server runs and can be reached, and that the connection string is right.",
        ['2', '8', ..] => "See that the user and the password of the connection string are right.",
        "42501" => "Grant the user the right to it, and, for the first use, to create tables.",
        ['4', '0', ..] => "Others write the same rows: try again.",
        ['5', '3', ..] => "See that the server has free disk space, memory and connections.",
        ['5', '7', ..] or ['0', '8', ..] => "See that the server runs; then try again.",
        _ => "See the server's log.",
    };
}
