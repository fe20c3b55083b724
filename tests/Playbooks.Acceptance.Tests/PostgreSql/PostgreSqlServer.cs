using System.Text;
using Npgsql;
using Playbooks.Acceptance.Tests.PostgreSql;
using Playbooks.Processes;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace Playbooks.Acceptance.Tests.PostgreSql;

/// <summary>A real PostgreSQL server, one for all tests of this assembly, started when the first one asks for a database.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _password = Guid.NewGuid().ToString("N");
    private Task? _server;
    private int _databases;

    /// <summary>Everything is in it, the server's socket too. Its path is short: a socket's may have no more than 107 characters.</summary>
    public string Folder { get; } = Path.Combine("/tmp", $"playbooks-pg-{Guid.NewGuid():N}");

    /// <summary>An empty database of its own.</summary>
    public async Task<NpgsqlDataSource> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        string name = $"test{Interlocked.Increment(ref _databases)}";
        await using NpgsqlDataSource server = Connect("postgres");
        await using NpgsqlConnection connection = await server.OpenConnectionAsync(cancellationToken);
        // Where it can be, sorted otherwise than by code points: what the store's order must not depend on.
        string locale = connection.PostgreSqlVersion.Major >= 15 ? " TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en'" : "";
        await using NpgsqlCommand command = new($"CREATE DATABASE {name}{locale}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return Connect(name);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_server is not null)
        {
            await Should.ThrowAsync<OperationCanceledException>(_server);
        }

        _stop.Dispose();
        _starting.Dispose();
    }

    private NpgsqlDataSource Connect(string database) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
    {
        Host = Folder,
        Username = "playbooks",
        Password = _password,
        Database = database,
        MaxPoolSize = 20,
        ConnectionIdleLifetime = 1,
        ConnectionPruningInterval = 1,
    });

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            _server ??= RunAsync();
            Task first = await Task.WhenAny(_ready.Task, _server).WaitAsync(HangGuard.Time, cancellationToken);
            await first;
            first.ShouldBe(_ready.Task, $"The server has ended: {_log}");
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task RunAsync()
    {
        string script = Path.Combine(AppContext.BaseDirectory, "PostgreSql", "server.sh");
        // As root the server refuses to run. Its user may not be able to read the checkout, so the script is given as text.
        string[] user = Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : [];
        string[] line = [.. user, "sh", "-c", await File.ReadAllTextAsync(script), "server.sh", Folder, $"{Environment.ProcessId}"];
        await ChildProcess.RunAsync(
            new ProcessRequest
            {
                FileName = line[0],
                Arguments = line[1..],
                WorkingDirectory = "/",
                Environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["PGPASSWORD"] = _password, ["LC_ALL"] = "C.UTF-8" },
            },
            onError: ReadLogAsync,
            cancellationToken: _stop.Token);
    }

    private ValueTask ReadLogAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (!_ready.Task.IsCompleted)
        {
            _log.Append(Encoding.UTF8.GetString(bytes.Span));
            if (_log.ToString().Contains("database system is ready to accept connections", StringComparison.Ordinal))
            {
                _ready.TrySetResult();
            }
        }

        return ValueTask.CompletedTask;
    }
}
