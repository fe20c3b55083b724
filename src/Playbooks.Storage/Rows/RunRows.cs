using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Playbooks.Storage;

/// <summary>Runs as rows of <c>playbooks_runs</c>.</summary>
internal static class RunRows
{
    private const string Columns =
        "execution_id, playbook, digest, status, started_at, ended_at, parameters, outputs, error, "
        + "steps_total, steps_completed, steps_failed, steps_skipped, rerun_of, lease_owner, lease_expires_at";

    public static readonly SqlStatement Insert = new(
        $"""
        INSERT INTO playbooks_runs ({Columns}) VALUES (@execution_id, @playbook, @digest, @status, @started_at, @ended_at, @parameters, @outputs, @error,
            @steps_total, @steps_completed, @steps_failed, @steps_skipped, @rerun_of, @lease_owner, @lease_expires_at)
        """,
        ("@execution_id", DbType.String), ("@playbook", DbType.String), ("@digest", DbType.String), ("@status", DbType.String),
        ("@started_at", DbType.Int64), ("@ended_at", DbType.Int64), ("@parameters", DbType.String), ("@outputs", DbType.String), ("@error", DbType.String),
        ("@steps_total", DbType.Int64), ("@steps_completed", DbType.Int64), ("@steps_failed", DbType.Int64), ("@steps_skipped", DbType.Int64),
        ("@rerun_of", DbType.String), ("@lease_owner", DbType.String), ("@lease_expires_at", DbType.Int64));

    public static readonly SqlStatement Complete = new(
        """
        UPDATE playbooks_runs SET status = @status, ended_at = @ended_at, outputs = @outputs, error = @error,
            steps_total = @steps_total, steps_completed = @steps_completed, steps_failed = @steps_failed, steps_skipped = @steps_skipped,
            lease_owner = NULL, lease_expires_at = NULL
        WHERE execution_id = @execution_id AND lease_owner = @owner
        """,
        ("@execution_id", DbType.String), ("@owner", DbType.String), ("@status", DbType.String), ("@ended_at", DbType.Int64),
        ("@outputs", DbType.String), ("@error", DbType.String),
        ("@steps_total", DbType.Int64), ("@steps_completed", DbType.Int64), ("@steps_failed", DbType.Int64), ("@steps_skipped", DbType.Int64));

    public static readonly SqlStatement Acquire = new(
        $"""
        UPDATE playbooks_runs SET status = '{StoredNames.Running}', lease_owner = @owner, lease_expires_at = @expires_at
        WHERE execution_id = @execution_id AND status IN ('{StoredNames.Running}', '{StoredNames.InDoubt}')
            AND (lease_owner IS NULL OR lease_expires_at <= @now OR lease_owner = @dead_owner)
        """,
        ("@execution_id", DbType.String), ("@owner", DbType.String), ("@expires_at", DbType.Int64), ("@dead_owner", DbType.String), ("@now", DbType.Int64));

    public static readonly SqlStatement Renew = new(
        "UPDATE playbooks_runs SET lease_expires_at = @expires_at WHERE execution_id = @execution_id AND lease_owner = @owner",
        ("@execution_id", DbType.String), ("@owner", DbType.String), ("@expires_at", DbType.Int64));

    // The foreign keys cascade: journals and lists of playbooks are deleted with their runs.
    public static readonly SqlStatement Prune = new(
        $"DELETE FROM playbooks_runs WHERE ended_at < @ended_before AND status NOT IN ('{StoredNames.Running}', '{StoredNames.InDoubt}')",
        ("@ended_before", DbType.Int64));

    public static readonly SqlStatement Find = new($"SELECT {Columns} FROM playbooks_runs WHERE execution_id = @execution_id", ("@execution_id", DbType.String));

    public static readonly SqlStatement Exists = new("SELECT 1 FROM playbooks_runs WHERE execution_id = @execution_id", ("@execution_id", DbType.String));

    public static object?[] Of(StoredRun run) =>
    [
        run.ExecutionId, run.Playbook, run.Digest, StoredNames.Of(run.Status), run.StartedAt, run.EndedAt, run.Parameters, run.Outputs, run.Error,
        run.Counts.Total, run.Counts.Completed, run.Counts.Failed, run.Counts.Skipped, run.RerunOf, run.Lease?.Owner, run.Lease?.ExpiresAt,
    ];

    /// <summary>
    /// Makes the statement for a query. It contains only the conditions of the query, so that an index can serve them.
    /// </summary>
    public static (SqlStatement Statement, object?[] Values) List(RunQuery query)
    {
        (string Condition, DbType Type, object? Value)[] all =
        [
            ("playbook = @p0", DbType.String, query.Playbook),
            ("digest = @p1", DbType.String, query.Digest),
            ("status = @p2", DbType.String, query.Status is RunStatus status ? StoredNames.Of(status) : null),
            ("started_at >= @p3", DbType.Int64, query.From),
            ("started_at < @p4", DbType.Int64, query.To),
            ("execution_id < @p5", DbType.String, query.After),
        ];
        (string Condition, DbType Type, object? Value)[] asked = [.. all.Where(condition => condition.Value is not null)];
        StringBuilder text = new($"SELECT {Columns} FROM playbooks_runs");
        for (int i = 0; i < asked.Length; i++)
        {
            text.Append(i == 0 ? " WHERE " : " AND ").Append(asked[i].Condition);
        }

        text.Append(CultureInfo.InvariantCulture, $" ORDER BY execution_id DESC LIMIT {query.Limit}");
        return (new SqlStatement(text.ToString(), [.. asked.Select(condition => (condition.Condition[^3..], condition.Type))]), [.. asked.Select(condition => condition.Value)]);
    }

    public static StoredRun Read(DbDataReader row) => new()
    {
        ExecutionId = row.ReadText(0),
        Playbook = row.ReadText(1),
        Digest = row.ReadText(2),
        Status = StoredNames.ToRunStatus(row.ReadText(3)),
        StartedAt = row.ReadTime(4),
        EndedAt = row.TryReadTime(5),
        Parameters = row.ReadText(6),
        Outputs = row.TryReadText(7),
        Error = row.TryReadText(8),
        Counts = new StepCounts((int)row.GetInt64(9), (int)row.GetInt64(10), (int)row.GetInt64(11), (int)row.GetInt64(12)),
        RerunOf = row.TryReadText(13),
        Lease = row.TryReadText(14) is string owner ? new RunLease(owner, row.ReadTime(15)) : null,
    };
}
