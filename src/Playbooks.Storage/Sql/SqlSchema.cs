using System.Data;
using System.Data.Common;

namespace Playbooks.Storage;

/// <summary>
/// The tables, and the numbered steps from any older version to them. A published step must never change.
/// </summary>
internal static class SqlSchema
{
    private static readonly SqlStatement ReadVersion = new("SELECT MAX(version) FROM playbooks_schema");

    private static readonly SqlStatement WriteVersion = new("INSERT INTO playbooks_schema (version) VALUES (@version)", ("@version", DbType.Int64));

    private static readonly Func<SqlDialect, string[]>[] Steps = [Tables, Indexes, Notes];

    /// <summary>
    /// Creates or updates the tables: completely or not at all, and once, even when many processes start at the same
    /// time.
    /// </summary>
    public static async Task<int> EnsureAsync(SqlSession session, SqlDialect dialect, CancellationToken cancellationToken)
    {
        // Usually the schema is up to date. Then there is no need to wait for a writer, nor for the right to create
        // tables.
        int version = await FindVersionAsync(session, dialect, cancellationToken).ConfigureAwait(false);
        if (version < Steps.Length)
        {
            await session.BeginAsync(cancellationToken).ConfigureAwait(false);
            if (dialect.ExclusiveLock is string exclusive)
            {
                await session.RunAsync(exclusive, cancellationToken).ConfigureAwait(false);
            }

            await session.RunAsync("CREATE TABLE IF NOT EXISTS playbooks_schema (version BIGINT NOT NULL PRIMARY KEY)", cancellationToken).ConfigureAwait(false);
            version = await GetVersionAsync(session, cancellationToken).ConfigureAwait(false);
            while (version < Steps.Length)
            {
                foreach (string statement in Steps[version](dialect))
                {
                    await session.RunAsync(statement, cancellationToken).ConfigureAwait(false);
                }

                version++;
                await session.ExecuteAsync(WriteVersion, [version], cancellationToken).ConfigureAwait(false);
            }

            await session.CommitAsync().ConfigureAwait(false);
        }

        return version == Steps.Length
            ? version
            : throw new ExecutionStoreException($"The history has version {version}, but this version of Playbooks supports versions up to {Steps.Length}: a later Playbooks has used it. Use that one, or another database.");
    }

    private static async Task<int> FindVersionAsync(SqlSession session, SqlDialect dialect, CancellationToken cancellationToken)
    {
        try
        {
            return await GetVersionAsync(session, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception) when (dialect.FaultOf(exception) == SqlFault.NoTable)
        {
            return 0;
        }
    }

    private static async Task<int> GetVersionAsync(SqlSession session, CancellationToken cancellationToken)
        => (await session.QueryAsync(ReadVersion, [], static row => row.IsDBNull(0) ? 0 : (int)row.GetInt64(0), cancellationToken).ConfigureAwait(false))[0];

    private static string[] Tables(SqlDialect dialect) =>
    [
        $"""
        CREATE TABLE playbooks_runs (
            execution_id {dialect.Text} NOT NULL PRIMARY KEY,
            playbook {dialect.Text} NOT NULL,
            digest {dialect.Text} NOT NULL,
            status {dialect.Text} NOT NULL,
            started_at BIGINT NOT NULL,
            ended_at BIGINT,
            parameters TEXT NOT NULL,
            outputs TEXT,
            error TEXT,
            steps_total BIGINT NOT NULL,
            steps_completed BIGINT NOT NULL,
            steps_failed BIGINT NOT NULL,
            steps_skipped BIGINT NOT NULL,
            rerun_of {dialect.Text},
            lease_owner {dialect.Text},
            lease_expires_at BIGINT)
        """,
        $"""
        CREATE TABLE playbooks_journal (
            execution_id {dialect.Text} NOT NULL REFERENCES playbooks_runs (execution_id) ON DELETE CASCADE,
            sequence BIGINT NOT NULL,
            kind {dialect.Text} NOT NULL,
            address TEXT,
            status {dialect.Text} NOT NULL,
            attempts BIGINT NOT NULL,
            started_at BIGINT,
            duration BIGINT NOT NULL,
            timed_out BIGINT NOT NULL,
            outputs TEXT,
            variables TEXT,
            error TEXT,
            next_step TEXT,
            PRIMARY KEY (execution_id, sequence)) {dialect.TableByKey}
        """,
        $"CREATE TABLE playbooks_contents (sha256 {dialect.Text} NOT NULL PRIMARY KEY, content {dialect.Bytes} NOT NULL)",
        $"""
        CREATE TABLE playbooks_run_playbooks (
            execution_id {dialect.Text} NOT NULL REFERENCES playbooks_runs (execution_id) ON DELETE CASCADE,
            position BIGINT NOT NULL,
            path TEXT NOT NULL,
            sha256 {dialect.Text} NOT NULL REFERENCES playbooks_contents (sha256),
            PRIMARY KEY (execution_id, position)) {dialect.TableByKey}
        """,
    ];

    // The indexes for long histories: the runs of a playbook, of a content or in a status, the runs that ended long
    // ago, and the runs that use a content.
    private static string[] Indexes(SqlDialect dialect) =>
    [
        "CREATE INDEX playbooks_runs_by_playbook ON playbooks_runs (playbook, execution_id)",
        "CREATE INDEX playbooks_runs_by_digest ON playbooks_runs (digest, execution_id)",
        "CREATE INDEX playbooks_runs_by_status ON playbooks_runs (status, execution_id)",
        "CREATE INDEX playbooks_runs_by_end ON playbooks_runs (ended_at)",
        "CREATE INDEX playbooks_run_playbooks_by_content ON playbooks_run_playbooks (sha256)",
    ];

    // Rows that do not belong to a run and are read by their whole key.
    private static string[] Notes(SqlDialect dialect) =>
    [
        $"""
        CREATE TABLE playbooks_notes (
            category {dialect.Text} NOT NULL,
            name {dialect.Text} NOT NULL,
            note TEXT NOT NULL,
            PRIMARY KEY (category, name)) {dialect.TableByKey}
        """,
    ];
}
