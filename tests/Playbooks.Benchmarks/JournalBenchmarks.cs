using BenchmarkDotNet.Attributes;
using Microsoft.Data.Sqlite;
using Playbooks.Storage;

namespace Playbooks.Benchmarks;

/// <summary>One entry of a journal in SQLite, against a prepared statement that inserts the same row in the same table and mode on an open connection.</summary>
[MemoryDiagnoser]
public class JournalBenchmarks : IDisposable
{
    private const int Entries = 1000;

    private readonly string _folder = Directory.CreateTempSubdirectory("playbooks-journal-").FullName;
    private SqlExecutionStore _store = null!;
    private BenchmarkLibrary _library = null!;
    private PlaybookPlan _plan = null!;
    private SqliteConnection _connection = null!;
    private SqliteCommand _insert = null!;
    private long _bareSequence;
    private long _storeSequence;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        string path = Path.Combine(_folder, "history.db");
        _store = SqlExecutionStore.Sqlite(path);
        _library = new BenchmarkLibrary(_store);
        _library.Write("flat.yaml", BenchmarkLibrary.FlatPlaybook(Entries));
        _plan = await _library.PlanAsync("flat.yaml");
        foreach (string id in (string[])["bare", "store"])
        {
            await _store.CreateAsync(
                new StoredRun { ExecutionId = id, Playbook = "site.yaml", Digest = "abc", StartedAt = TimeProvider.System.GetUtcNow() }, [], CancellationToken.None);
        }

        _connection = new SqliteConnection($"Data Source={path};Pooling=False;Foreign Keys=True");
        await _connection.OpenAsync();
        using (SqliteCommand mode = _connection.CreateCommand())
        {
            mode.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL";
            await mode.ExecuteNonQueryAsync();
        }

        _insert = _connection.CreateCommand();
        _insert.CommandText = """
            INSERT INTO playbooks_journal (execution_id, sequence, kind, address, status, attempts, started_at, duration, timed_out, outputs, variables, error, next_step)
            VALUES (@execution_id, @sequence, @kind, @address, @status, @attempts, @started_at, @duration, @timed_out, @outputs, @variables, @error, @next_step)
            """;
        foreach (string name in (string[])["execution_id", "sequence", "kind", "address", "status", "attempts", "started_at", "duration", "timed_out", "outputs", "variables", "error", "next_step"])
        {
            _insert.Parameters.Add(new SqliteParameter($"@{name}", DBNull.Value));
        }

        await _insert.PrepareAsync();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Entries)]
    public void BareInsert()
    {
        for (int i = 0; i < Entries; i++)
        {
            JournalEntry entry = Entry(++_bareSequence);
            SqliteParameterCollection row = _insert.Parameters;
            row[0].Value = "bare";
            row[1].Value = entry.Sequence;
            row[2].Value = "finished";
            row[3].Value = entry.Address;
            row[4].Value = "completed";
            row[5].Value = (long)entry.Attempts;
            row[6].Value = entry.StartedAt!.Value.UtcTicks;
            row[7].Value = entry.Duration.Ticks;
            row[8].Value = 0L;
            row[9].Value = entry.Outputs;
            row[12].Value = entry.Next;
            _insert.ExecuteNonQuery();
        }
    }

    [Benchmark(OperationsPerInvoke = Entries)]
    public async Task StoreAppend()
    {
        JournalEntry[] entries = new JournalEntry[1];
        for (int i = 0; i < Entries; i++)
        {
            entries[0] = Entry(++_storeSequence);
            await _store.AppendAsync("store", entries, CancellationToken.None);
        }
    }

    /// <summary>A run of so many steps, none of which may be repeated: each costs one entry.</summary>
    [Benchmark(OperationsPerInvoke = Entries)]
    public Task<ExecutionReport> JournalledRun() => _library.Engine.CreateRun(_plan).RunAsync();

    public void Dispose()
    {
        _library?.Dispose();
        _insert?.Dispose();
        _connection?.Dispose();
        _store?.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private static JournalEntry Entry(long sequence) => new()
    {
        Sequence = sequence,
        Kind = JournalEntryKind.Finished,
        Address = "deploy/restart#2[web-1]/wait",
        Status = StepStatus.Completed,
        Attempts = 1,
        StartedAt = DateTimeOffset.UnixEpoch,
        Duration = TimeSpan.FromMilliseconds(12),
        Outputs = """{"session":"abc","host":"web-1"}""",
        Next = "deploy/next",
    };
}
