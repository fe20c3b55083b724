using System.Data;
using System.Data.Common;

namespace Playbooks.Storage;

/// <summary>Entries as rows of <c>playbooks_journal</c>.</summary>
internal static class JournalRows
{
    private const string Columns = "sequence, kind, address, status, attempts, started_at, duration, timed_out, outputs, variables, error, next_step";

    public static readonly SqlStatement Insert = new(
        $"""
        INSERT INTO playbooks_journal (execution_id, {Columns})
        VALUES (@execution_id, @sequence, @kind, @address, @status, @attempts, @started_at, @duration, @timed_out, @outputs, @variables, @error, @next_step)
        """,
        ("@execution_id", DbType.String), ("@sequence", DbType.Int64), ("@kind", DbType.String), ("@address", DbType.String), ("@status", DbType.String),
        ("@attempts", DbType.Int64), ("@started_at", DbType.Int64), ("@duration", DbType.Int64), ("@timed_out", DbType.Int64),
        ("@outputs", DbType.String), ("@variables", DbType.String), ("@error", DbType.String), ("@next_step", DbType.String));

    public static readonly SqlStatement Select = new(
        $"SELECT {Columns} FROM playbooks_journal WHERE execution_id = @execution_id ORDER BY sequence", ("@execution_id", DbType.String));

    public static object?[] Of(string executionId, JournalEntry entry) =>
    [
        executionId, entry.Sequence, StoredNames.Of(entry.Kind), entry.Address, StoredNames.Of(entry.Status), entry.Attempts, entry.StartedAt,
        entry.Duration, entry.TimedOut, entry.Outputs, entry.Variables, entry.Error, entry.Next,
    ];

    public static JournalEntry Read(DbDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Kind = StoredNames.ToKind(row.ReadText(1)),
        Address = row.TryReadText(2),
        Status = StoredNames.ToStepStatus(row.ReadText(3)),
        Attempts = (int)row.GetInt64(4),
        StartedAt = row.TryReadTime(5),
        Duration = TimeSpan.FromTicks(row.GetInt64(6)),
        TimedOut = row.GetInt64(7) != 0,
        Outputs = row.TryReadText(8),
        Variables = row.TryReadText(9),
        Error = row.TryReadText(10),
        Next = row.TryReadText(11),
    };
}
