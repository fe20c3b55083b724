using System.ComponentModel;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Playbooks.Processes;

/// <summary>
/// A program below a supervisor: a small Python process that becomes the parent of all orphaned processes below it.
/// </summary>
/// <remarks>
/// The supervisor is a child of this process and inherits the program's three streams; the program is a child of the
/// supervisor. Both talk over an abstract socket, so that there is no file on the disk. When this process dies in any
/// way, the kernel closes the connection, and the supervisor notices.
/// </remarks>
internal sealed class Supervisor : IRunningProgram
{
    // A start takes milliseconds, and up to a second on a busy machine.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly ProcessLauncher _process;
    private readonly ProcessStreams _streams;
    private readonly ProcessRequest _request;
    private readonly NetworkStream _connection;

    private Supervisor(
        ProcessLauncher process,
        ProcessStreams streams,
        ProcessRequest request,
        NetworkStream connection,
        int programId)
    {
        _process = process;
        _streams = streams;
        _request = request;
        _connection = connection;
        End = FollowAsync(programId);
    }

    public Task<ProgramEnd> End { get; }

    public Task Failure => _streams.Failure;

    /// <summary>Starts a program below a supervisor.</summary>
    /// <param name="command">The program's full path and its arguments.</param>
    /// <param name="environment">The program's whole environment.</param>
    /// <param name="request">The way to end it.</param>
    /// <param name="streams">This side's ends of its streams.</param>
    /// <param name="cancellationToken">Stops the start, until the program has been started.</param>
    /// <exception cref="SupervisorUnavailableException">
    /// There is no supervisor on this machine. Nothing has begun.
    /// </exception>
    /// <exception cref="ProcessStartException">The system could not start the program.</exception>
    public static async Task<Supervisor> StartAsync(
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> environment,
        ProcessRequest request,
        ProcessStreams streams,
        CancellationToken cancellationToken)
    {
        string python = ProgramPath.TryFindPython(request.Environment)
            ?? throw new SupervisorUnavailableException("there is no python3 in its PATH, nor in that of this process");
        try
        {
            string name = SupervisorScript.MarkOfThisHost + RandomNumberGenerator.GetHexString(16, lowercase: true);
            using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint('\0' + name));
            listener.Listen(4);
            SupervisorCode code = SupervisorCode.For(python);
            string length = code.Bytes.Length.ToString(CultureInfo.InvariantCulture);
            string kind = code.IsCompiled ? SupervisorScript.Compiled : "text";
            ProcessLauncher process = new(
                [python, "-I", "-S", "-c", SupervisorScript.Reader, name, length, kind],
                OwnEnvironment(),
                request.WorkingDirectory,
                streams);
            return await StartAsync(
                listener, process, code, command, environment, request, streams, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is Win32Exception or SocketException or InvalidDataException)
        {
            throw new SupervisorUnavailableException(
                $"'{python}' could not be used for it: {exception.Message}", exception);
        }
    }

    public Task StopAsync() => SendAsync(_connection, SupervisorMessage.End);

    public Task DrainAsync() => _process.DrainAsync();

    public async ValueTask DisposeAsync()
    {
        // Usually it has ended. Without its connection, it ends after everything below it has ended.
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _process.Exit.ConfigureAwait(false);
        await _process.DrainAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private static async Task<Supervisor> StartAsync(
        Socket listener,
        ProcessLauncher process,
        SupervisorCode code,
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> environment,
        ProcessRequest request,
        ProcessStreams streams,
        CancellationToken cancellationToken)
    {
        NetworkStream? connection = null;
        try
        {
            connection = await ConnectAsync(listener, process, cancellationToken).ConfigureAwait(false);
            int programId = await BeginAsync(
                connection, code, command, environment, request, cancellationToken).ConfigureAwait(false);
            streams.Begin();
            return new Supervisor(process, streams, request, connection, programId);
        }
        catch (Exception)
        {
            // Without its connection it ends by itself, and removes the folder if that was written meanwhile.
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            listener.Dispose();
            await process.Exit.ConfigureAwait(false);
            await process.DrainAsync().ConfigureAwait(false);
            process.Dispose();
            throw;
        }
    }

    // The supervisor gets neither the program's variables nor this process's. Some Pythons find their library only by
    // this one.
    private static Dictionary<string, string> OwnEnvironment()
    {
        const string Libraries = "LD_LIBRARY_PATH";
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable(Libraries) is { Length: > 0 } libraries)
        {
            environment[Libraries] = libraries;
        }

        return environment;
    }

    private static async Task<NetworkStream> ConnectAsync(
        Socket listener, ProcessLauncher process, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestStart);
        while (true)
        {
            Task<Socket> accepting = listener.AcceptAsync(limit.Token).AsTask();
            if (await Task.WhenAny(accepting, process.Exit).ConfigureAwait(false) != accepting)
            {
                throw new SupervisorUnavailableException(
                    $"its Python ended with exit code {await process.Exit.ConfigureAwait(false)} "
                    + "before it could be used");
            }

            Socket socket;
            try
            {
                socket = await accepting.ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.KillTree();
                cancellationToken.ThrowIfCancellationRequested();
                throw new SupervisorUnavailableException(
                    $"its Python did not start within {LongestStart.TotalSeconds:0} s");
            }

            if (PeerOf(socket) == process.Id)
            {
                return new NetworkStream(socket, ownsSocket: true);
            }

            socket.Dispose();
        }
    }

    // Anybody on the machine can connect, but only the process that was started here has its id.
    private static int PeerOf(Socket socket)
    {
        const int SocketLevel = 1;
        const int PeerCredentials = 17;
        Span<int> credentials = stackalloc int[3];
        return socket.GetRawSocketOption(SocketLevel, PeerCredentials, MemoryMarshal.AsBytes(credentials)) == 0
            ? 0
            : credentials[0];
    }

    private static async Task<int> BeginAsync(
        NetworkStream connection,
        SupervisorCode code,
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> environment,
        ProcessRequest request,
        CancellationToken cancellationToken)
    {
        byte[] content = Encode(command, environment, request);
        try
        {
            await connection.WriteAsync(code.Bytes, cancellationToken).ConfigureAwait(false);
            await SupervisorMessage.WriteAsync(
                connection, SupervisorMessage.Request, content, cancellationToken).ConfigureAwait(false);
            SupervisorMessage? ready = await SupervisorMessage.ReadAsync(
                connection, cancellationToken).ConfigureAwait(false);
            if (ready is not { Kind: SupervisorMessage.Ready })
            {
                throw new SupervisorUnavailableException($"it ended at once. {Text(ready)}".TrimEnd());
            }

            code.Keep(ready.Value.Content);
        }
        catch (IOException exception)
        {
            throw new SupervisorUnavailableException($"it ended at once: {exception.Message}", exception);
        }

        if (request.Prepare is { } prepare)
        {
            await prepare().ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();

        // From here on the program may have done something: it must not be started a second time.
        await SendAsync(connection, SupervisorMessage.Go).ConfigureAwait(false);
        SupervisorMessage? answer = await SupervisorMessage.ReadAsync(
            connection, CancellationToken.None).ConfigureAwait(false);
        return answer switch
        {
            { Kind: SupervisorMessage.Started } => int.Parse(Text(answer), CultureInfo.InvariantCulture),
            { Kind: SupervisorMessage.Refused } => throw new ProcessStartException(
                request.FileName,
                $"'{command[0]}' could not be started in '{request.WorkingDirectory ?? "."}': {Text(answer)}."),
            _ => throw new ProcessStartException(
                request.FileName,
                $"'{command[0]}' was about to start when its supervisor was killed. {Text(answer)}".TrimEnd()),
        };
    }

    private static string Text(SupervisorMessage? message)
        => message is null ? "" : Encoding.UTF8.GetString(message.Value.Content.Span);

    private static byte[] Encode(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, ProcessRequest request)
    {
        ProcessTraces? traces = request.Traces;
        string grace = request.GracePeriod == Timeout.InfiniteTimeSpan
            ? "inf"
            : request.GracePeriod.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        IEnumerable<string> fields =
        [
            grace,
            request.StopsByInterrupt ? "INT" : "TERM",
            request.EndsLast ? "1" : "",
            request.Folder ?? "",
            traces?.InCommands ?? "",
            traces?.Parent ?? "",
            traces?.Names ?? "",
            request.MayLeave is null ? "" : "1",
            request.NeverLeaves ?? "",
            command[0],
            command.Count.ToString(CultureInfo.InvariantCulture),
            .. command,
            .. environment.Select(entry => $"{entry.Key}={entry.Value}"),
        ];
        return Encoding.UTF8.GetBytes(string.Join('\0', fields));
    }

    private async Task<ProgramEnd> FollowAsync(int programId)
    {
        List<string> warnings = [];
        while (await SupervisorMessage.ReadAsync(_connection).ConfigureAwait(false) is { } message)
        {
            switch (message.Kind)
            {
                case SupervisorMessage.Ended:
                    await DecideAsync(int.Parse(Text(message), CultureInfo.InvariantCulture)).ConfigureAwait(false);
                    break;
                case SupervisorMessage.Warning:
                    warnings.Add(Text(message));
                    break;
                case SupervisorMessage.Report:
                    await _process.Exit.ConfigureAwait(false);
                    SupervisorReport report = SupervisorReport.Parse(message.Content);
                    return new ProgramEnd(
                        report.ExitCode ?? (report.Signal is { } signal ? ProcessTree.KilledBySignal + signal : 0))
                    {
                        Remains = report.Remains,
                        Unstoppable = report.Unstoppable,
                        Warnings = warnings,
                    };
                default:
                    break;
            }
        }

        // The supervisor was killed. The kernel then ended the program; its other processes can only be searched for.
        int exitCode = await _process.Exit.ConfigureAwait(false);
        ProgramEnd end = await new ProcessTree(programId).EndAsync(exitCode).ConfigureAwait(false);
        string killed = $"The supervisor of '{_request.FileName}' was killed. {ProcessTree.LeftoverWarning}";
        return end with { Warnings = [.. warnings, killed] };
    }

    // A signal that ended the program is reported as a shell does.
    private async Task DecideAsync(int exit)
    {
        bool mayLeave = await _request.MayLeave!(
            exit >= 0 ? exit : ProcessTree.KilledBySignal - exit).ConfigureAwait(false);
        await SendAsync(_connection, mayLeave ? SupervisorMessage.Leave : SupervisorMessage.End).ConfigureAwait(false);
    }

    private static async Task SendAsync(NetworkStream connection, byte order)
    {
        try
        {
            await SupervisorMessage.WriteAsync(
                connection, order, default, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The supervisor has just ended. The loop that reads its last messages notices that.
        }
    }
}
