using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Playbooks.Processes;

namespace Playbooks.Ansible.Backends.Warm;

/// <summary>A process that has imported Ansible, and forks for each run.</summary>
/// <remarks>
/// It holds no run: the forked keepers have their own connections, and go on when the server ends. It ends when its
/// connection to this process ends.
/// </remarks>
internal sealed class WarmServer : IAsyncDisposable
{
    private const int Protocol = 2;
    private const string Script = "playbooks_warm.py";
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _kill = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly OutputTail _said = new(16 * 1024);
    private readonly string _folder;
    private readonly Task _process;
    private NetworkStream? _control;
    private Dictionary<string, FileStamp> _bound = [];

    private WarmServer(WarmKey key, string folder)
    {
        _folder = folder;
        Ended = _ended.Token;
        _process = RunAsync(key);
    }

    /// <summary>True when the server can still fork, and the files that it has read are unchanged.</summary>
    public bool IsUsable => !_process.IsCompleted && _bound.All(entry => FileStamp.Of(entry.Key) == entry.Value);

    /// <summary>Is cancelled when the server has ended.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Starts a server, and waits until it has imported Ansible.</summary>
    /// <exception cref="WarmUnavailableException">The server could not be started.</exception>
    public static async Task<WarmServer> StartAsync(WarmKey key)
    {
        string folder = RunDirectory.NewPath();
        WarmServer? server = null;
        try
        {
            RunDirectory.CreatePrivate(folder);
            await WriteScriptAsync(folder).ConfigureAwait(false);
            using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "control")));
            listener.Listen(1);
            server = new WarmServer(key, folder);
            await server.ConnectAsync(listener).ConfigureAwait(false);
            return server;
        }
        catch (Exception exception) when (exception is IOException or SocketException or UnauthorizedAccessException
            or InvalidDataException or JsonException or OperationCanceledException)
        {
            if (server is not null)
            {
                await server.DisposeAsync().ConfigureAwait(false);
            }

            RemoveFolder(folder);
            throw new WarmUnavailableException(
                $"A warm Ansible could not be started with '{key.Interpreter.Program}'. {server?._said}".TrimEnd(),
                exception);
        }
    }

    /// <summary>Forks a keeper that connects to a socket.</summary>
    /// <exception cref="WarmUnavailableException">The server has ended.</exception>
    public async Task ForkAsync(string address, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await SupervisorMessage.WriteAsync(
                _control!, WarmMessages.Fork, Encoding.UTF8.GetBytes(address), CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw new WarmUnavailableException($"The warm Ansible has ended. {_said}".TrimEnd(), exception);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Ends the server, and waits until it has ended. Its forked runs go on.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_control is not null)
        {
            await _control.DisposeAsync().ConfigureAwait(false);
            await Task.WhenAny(_process, Task.Delay(LongestEnd, CancellationToken.None)).ConfigureAwait(false);
        }

        await _kill.CancelAsync().ConfigureAwait(false);
        await _process.ConfigureAwait(false);
        RemoveFolder(_folder);
    }

    private async Task RunAsync(WarmKey key)
    {
        Dictionary<string, string> environment = new(key.Environment, StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["ANSIBLE_LOCAL_TEMP"] = Path.Combine(_folder, "tmp"),
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        };
        ProcessRequest request = new()
        {
            FileName = key.Interpreter.Program,
            Arguments =
            [
                .. key.Interpreter.Arguments, Path.Combine(_folder, Script),
                key.Interpreter.Script, SupervisorScript.MarkOfThisHost,
            ],
            Environment = environment,
            WorkingDirectory = key.Directory,
            GracePeriod = TimeSpan.Zero,

            // The server ends with its connection. A supervisor here would also end the runs, which have supervisors of
            // their own.
            EndsWithHost = true,
        };
        try
        {
            await ChildProcess.RunAsync(request, _said.WriteAsync, _said.WriteAsync, _kill.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ProcessStartException or ProcessCanceledException)
        {
            // The server has ended in either case, and its users notice that.
            await _said.WriteAsync(Encoding.UTF8.GetBytes(exception.Message), CancellationToken.None)
                .ConfigureAwait(false);
        }
        finally
        {
            await _ended.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task ConnectAsync(Socket listener)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Ended);
        limit.CancelAfter(LongestStart);
        Socket connection = await listener.AcceptAsync(limit.Token).ConfigureAwait(false);
        _control = new NetworkStream(connection, ownsSocket: true);
        if (await SupervisorMessage.ReadAsync(_control, limit.Token).ConfigureAwait(false)
            is not { Kind: WarmMessages.Hello } hello)
        {
            throw new InvalidDataException("It said nothing.");
        }

        using JsonDocument document = JsonDocument.Parse(hello.Content);
        if (document.RootElement.GetProperty("protocol").GetInt32() != Protocol)
        {
            throw new InvalidDataException("It speaks another protocol.");
        }

        _bound = document.RootElement.GetProperty("bound")
            .EnumerateArray()
            .Select(path => path.GetString()!)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(path => path, FileStamp.Of, StringComparer.Ordinal);
    }

    private static async Task WriteScriptAsync(string folder)
    {
        Stream source = typeof(WarmServer).Assembly.GetManifestResourceStream(Script)
            ?? throw new InvalidOperationException($"The resource '{Script}' is missing.");
        using StreamReader reader = new(source);
        string text = SupervisorScript.Text + await reader.ReadToEndAsync().ConfigureAwait(false);
        await RunDirectory.WriteFileAsync(
            Path.Combine(folder, Script), Encoding.UTF8.GetBytes(text), CancellationToken.None)
            .ConfigureAwait(false);
    }

    // The server removes the folder as well, as this process may die before.
    private static void RemoveFolder(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The server has already removed it.
        }
    }
}
