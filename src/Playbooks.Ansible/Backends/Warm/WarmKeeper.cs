using System.Net.Sockets;
using System.Text.Json;
using Playbooks.Processes;

namespace Playbooks.Ansible.Backends.Warm;

/// <summary>Our side of the process that carries one run out, below the server at first, and on its own when the server is gone.</summary>
/// <remarks>It ends the run when the connection ends, so that this process cannot die without it.</remarks>
internal sealed class WarmKeeper : IAsyncDisposable
{
    // A fork takes milliseconds. Who does not answer for so long is stuck.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(15);

    private readonly NetworkStream _connection;

    private WarmKeeper(NetworkStream connection) => _connection = connection;

    /// <summary>Has a server fork a keeper, and gives it the run.</summary>
    /// <param name="server">What forks.</param>
    /// <param name="address">Where the keeper comes to: a path in the run's private folder.</param>
    /// <param name="writeRequest">Makes the request, and the files that it names: called when the keeper is there.</param>
    /// <param name="stop">Gives it up.</param>
    /// <exception cref="WarmUnavailableException">It did not come, or ended at once. Nothing of the run has begun.</exception>
    public static async Task<WarmKeeper> BeginAsync(WarmServer server, string address, Func<Task<byte[]>> writeRequest, CancellationToken stop)
    {
        NetworkStream? connection = null;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop, server.Ended);
        limit.CancelAfter(LongestAnswer);
        try
        {
            connection = await ConnectAsync(server, address, limit.Token).ConfigureAwait(false);
            await WarmMessage.WriteAsync(connection, WarmMessage.Request, await writeRequest().ConfigureAwait(false), limit.Token).ConfigureAwait(false);
            if (await WarmMessage.ReadAsync(connection, limit.Token).ConfigureAwait(false) is not { Kind: WarmMessage.Ready })
            {
                throw new WarmUnavailableException("The warm Ansible's child ended before it began.");
            }

            // Until here nothing has happened, and without this nothing will.
            await WarmMessage.WriteAsync(connection, WarmMessage.Go, default, CancellationToken.None).ConfigureAwait(false);
            return new WarmKeeper(connection);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or InvalidDataException or WarmUnavailableException)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            stop.ThrowIfCancellationRequested();
            throw exception as WarmUnavailableException ?? new WarmUnavailableException("The warm Ansible ended, or did not answer.", exception);
        }
    }

    /// <summary>Waits until the run has ended and nothing of it is left.</summary>
    /// <param name="output">Takes Ansible's standard output.</param>
    /// <param name="error">Takes Ansible's standard error.</param>
    /// <param name="grace">How long it may take to end by itself when it is stopped.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>How it ended; null when the keeper did not say so: then it was killed, or is stuck.</returns>
    public async Task<WarmExit?> WaitAsync(ProcessOutputHandler output, ProcessOutputHandler error, TimeSpan grace, CancellationToken stop)
    {
        using CancellationTokenSource reading = new();
        Task<WarmExit?> exit = ReadAsync(output, error, reading.Token);
        try
        {
            return await exit.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            foreach ((byte order, TimeSpan time) in ((byte, TimeSpan)[])[(WarmMessage.Interrupt, grace), (WarmMessage.Kill, LongestAnswer)])
            {
                await OrderAsync(order).ConfigureAwait(false);
                using CancellationTokenSource waiting = new(time);
                await ((Task)exit).WaitAsync(waiting.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (exit.IsCompleted)
                {
                    break;
                }
            }

            await reading.CancelAsync().ConfigureAwait(false);
            WarmExit? ended = await exit.ConfigureAwait(false);
            return ended is null ? null : ended with { WasStopped = true };
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<NetworkStream> ConnectAsync(WarmServer server, string address, CancellationToken cancellationToken)
    {
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(address));
        try
        {
            listener.Listen(1);
            await server.ForkAsync(address, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(await listener.AcceptAsync(cancellationToken).ConfigureAwait(false), ownsSocket: true);
        }
        finally
        {
            File.Delete(address);
        }
    }

    private async Task<WarmExit?> ReadAsync(ProcessOutputHandler output, ProcessOutputHandler error, CancellationToken cancellationToken)
    {
        try
        {
            while (await WarmMessage.ReadAsync(_connection, cancellationToken).ConfigureAwait(false) is { } message)
            {
                switch (message.Kind)
                {
                    case WarmMessage.Output:
                        await output(message.Content, cancellationToken).ConfigureAwait(false);
                        break;
                    case WarmMessage.Error:
                        await error(message.Content, cancellationToken).ConfigureAwait(false);
                        break;
                    case WarmMessage.Exit:
                        return WarmExit.Parse(message.Content);
                    default:
                        break;
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidDataException or JsonException)
        {
            // Not to be had from it any more.
        }

        return null;
    }

    private async Task OrderAsync(byte order)
    {
        try
        {
            await WarmMessage.WriteAsync(_connection, order, default, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It has just ended.
        }
    }
}
