using System.Net.Sockets;
using System.Text;
using Playbooks.Processes;

namespace Playbooks.Ansible.Backends.Warm;

/// <summary>The connection to the supervisor of one run. The supervisor is a child of the server, and lives on without
/// it.</summary>
internal sealed class WarmKeeper : IAsyncDisposable
{
    // A fork takes milliseconds. A process that does not answer for so long is stuck.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(15);

    private const string Lost =
        "Both processes of the run's supervisor were killed at once: what Ansible had started may go on.";

    private readonly NetworkStream _connection;

    private WarmKeeper(NetworkStream connection) => _connection = connection;

    /// <summary>Lets a server fork a keeper, and gives the keeper the run.</summary>
    /// <param name="server">The server that forks.</param>
    /// <param name="address">The path of the socket to which the keeper connects, in the run's private folder.</param>
    /// <param name="request">The run. Its files are written only after the keeper is there, which removes them even if
    /// this process dies.</param>
    /// <param name="stop">Stops the attempt.</param>
    /// <exception cref="WarmUnavailableException">The keeper did not connect, or ended at once. The run has not
    /// begun.</exception>
    public static async Task<WarmKeeper> BeginAsync(
        WarmServer server, string address, WarmRequest request, CancellationToken stop)
    {
        NetworkStream? connection = null;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop, server.Ended);
        limit.CancelAfter(LongestAnswer);
        try
        {
            connection = await ConnectAsync(server, address, limit.Token).ConfigureAwait(false);
            await SupervisorMessage.WriteAsync(connection, SupervisorMessage.Request, request.ToJson(), limit.Token)
                .ConfigureAwait(false);
            if (await SupervisorMessage.ReadAsync(connection, limit.Token).ConfigureAwait(false)
                is not { Kind: SupervisorMessage.Ready })
            {
                throw new WarmUnavailableException("The warm Ansible's child ended before it began.");
            }

            await request.WriteFilesAsync().ConfigureAwait(false);

            // The run begins only with this message.
            await SupervisorMessage.WriteAsync(connection, SupervisorMessage.Go, default, CancellationToken.None)
                .ConfigureAwait(false);
            return new WarmKeeper(connection);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException
            or InvalidDataException or WarmUnavailableException)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            stop.ThrowIfCancellationRequested();
            throw exception as WarmUnavailableException
                ?? new WarmUnavailableException("The warm Ansible ended, or did not answer.", exception);
        }
    }

    /// <summary>Waits until the run has ended and no process of it is left.</summary>
    /// <param name="output">Takes Ansible's standard output.</param>
    /// <param name="error">Takes Ansible's standard error.</param>
    /// <param name="stop">Stops the run.</param>
    /// <returns>The end of the run.</returns>
    public async Task<AnsibleProcessEnd> WaitAsync(
        ProcessOutputHandler output, ProcessOutputHandler error, CancellationToken stop)
    {
        Task<AnsibleProcessEnd> end = ReadAsync(output, error);
        try
        {
            return await end.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !end.IsCompleted)
        {
            await StopAsync().ConfigureAwait(false);
            return (await end.ConfigureAwait(false)) with { WasStopped = true };
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<NetworkStream> ConnectAsync(
        WarmServer server, string address, CancellationToken cancellationToken)
    {
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(address));
        try
        {
            listener.Listen(1);
            await server.ForkAsync(address, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(
                await listener.AcceptAsync(cancellationToken).ConfigureAwait(false), ownsSocket: true);
        }
        finally
        {
            File.Delete(address);
        }
    }

    private async Task<AnsibleProcessEnd> ReadAsync(ProcessOutputHandler output, ProcessOutputHandler error)
    {
        List<string> warnings = [];
        AnsibleProcessEnd? end = null;

        // Read to the end of the connection, not only to the report: then both processes of the supervisor are gone,
        // too.
        while (await SupervisorMessage.ReadAsync(_connection).ConfigureAwait(false) is { } message)
        {
            switch (message.Kind)
            {
                case WarmMessages.Output:
                    await output(message.Content, CancellationToken.None).ConfigureAwait(false);
                    break;
                case WarmMessages.Error:
                    await error(message.Content, CancellationToken.None).ConfigureAwait(false);
                    break;
                case SupervisorMessage.Warning:
                    warnings.Add(Encoding.UTF8.GetString(message.Content.Span));
                    break;
                case SupervisorMessage.Report:
                    SupervisorReport report = SupervisorReport.Parse(message.Content);
                    end ??= new AnsibleProcessEnd
                    {
                        ExitCode = report.ExitCode,
                        Remains = report.Remains,
                        Unstoppable = report.Unstoppable,
                        Warnings = warnings,
                    };
                    break;
                default:
                    break;
            }
        }

        return end ?? new AnsibleProcessEnd { Warnings = [.. warnings, Lost] };
    }

    private async Task StopAsync()
    {
        try
        {
            await SupervisorMessage.WriteAsync(_connection, SupervisorMessage.End, default, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The keeper has just ended.
        }
    }
}
