using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Playbooks.Storage;

/// <summary>The dialect of SQLite: one transaction writes at a time, and others can read meanwhile.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    // Primary result codes, which every version of SQLite has. The bits above them are more specific.
    private const int NoPermission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;
    private const int UniqueConstraint = 19 | (8 << 8);
    private const int PrimaryKeyConstraint = 19 | (6 << 8);
    private const int ForeignKeyConstraint = 19 | (3 << 8);

    public override string Bytes => "BLOB";

    public override string Text => "TEXT";

    // Each entry is written to one tree, instead of a table and its index.
    public override string TableByKey => "WITHOUT ROWID";

    public override string? ExclusiveLock => null;

    public override string? SharedLock => null;

    public override int Writers => 1;

    public override int Kept => 1;

    public override string Describe(DbConnection connection) => $"file '{connection.DataSource}'";

    public override SqlFault FaultOf(DbException exception) => exception switch
    {
        SqliteException { SqliteExtendedErrorCode: UniqueConstraint or PrimaryKeyConstraint } => SqlFault.Duplicate,
        SqliteException { SqliteExtendedErrorCode: ForeignKeyConstraint } => SqlFault.NoParent,
        SqliteException { SqliteErrorCode: Busy or Locked } => SqlFault.Busy,
        SqliteException { SqliteErrorCode: 1 } when exception.Message.Contains("no such table", StringComparison.Ordinal) => SqlFault.NoTable,
        _ => SqlFault.Other,
    };

    public override string HintFor(DbException exception) => (exception as SqliteException)?.SqliteErrorCode switch
    {
        Busy or Locked => "Another process holds it: end that one, or set a longer BusyTimeout.",
        ReadOnly or NoPermission => "Make the file and its folder writable for this user.",
        Full => "Free space on its disk.",
        InputOutput => "See that its disk works and has free space.",
        CannotOpen => "See that it is a file in a folder that this user may write to.",
        NotADatabase => "It is not a SQLite database: give another path.",
        Corrupt => "It is damaged: restore it from a backup, or give another path.",
        _ => "See that it is a database of Playbooks.",
    };
}
