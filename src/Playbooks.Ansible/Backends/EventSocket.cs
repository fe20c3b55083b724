using System.Net.Sockets;
using Playbooks.Ansible.Events;

namespace Playbooks.Ansible.Backends;

/// <summary>The Unix socket to which our callback plugin sends its records, in the private folder of one run.</summary>
/// <remarks>
/// Only the first connection is accepted, and then the socket's name is removed. Ansible loads the plugin before any
/// task, so no process of a task can connect before it. It is a socket and not a pipe, because opening a pipe would
/// block if the plugin never connects.
/// </remarks>
internal sealed class EventSocket : IDisposable
{
    /// <summary>The environment variable with the socket's path.</summary>
    public const string Variable = "PLAYBOOKS_EVENTS";

    /// <summary>The environment variable with the run's id, which each record carries.</summary>
    public const string IdentVariable = "PLAYBOOKS_RUN";

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public EventSocket(string path)
    {
        Path = path;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(1);
    }

    public string Path { get; }

    /// <summary>Passes every record to the summarizer, until Ansible closes the connection or has ended.</summary>
    /// <param name="summarizer">Takes the records.</param>
    /// <param name="ident">The run's id, which each of its records carries.</param>
    /// <param name="ended">Is cancelled when Ansible has ended: then no connection is waited for, but all sent records
    /// are read.</param>
    /// <returns>True when the plugin connected.</returns>
    public async Task<bool> ReadAsync(EventSummarizer summarizer, string ident, CancellationToken ended)
    {
        using Socket? connection = await AcceptAsync(ended).ConfigureAwait(false);
        Stop();
        if (connection is null)
        {
            return false;
        }

        NetworkStream stream = new(connection, ownsSocket: false);
        await using (stream.ConfigureAwait(false))

        // Children of Ansible hold the connection too, and may live on. After a shutdown, the sent bytes can be read,
        // then the end.
        using (ended.UnsafeRegister(static socket => ((Socket)socket!).Shutdown(SocketShutdown.Receive), connection))
        {
            try
            {
                await summarizer.AddLinesAsync(stream, ident, CancellationToken.None).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // The connection broke. The earlier records count, and the missing final figures are noticed later.
            }
        }

        return true;
    }

    public void Dispose() => Stop();

    private async Task<Socket?> AcceptAsync(CancellationToken ended)
    {
        try
        {
            return await _listener.AcceptAsync(ended).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The plugin may have connected and ended before this code got to accept it.
            return _listener.Poll(TimeSpan.Zero, SelectMode.SelectRead) ? _listener.Accept() : null;
        }
    }

    private void Stop()
    {
        _listener.Dispose();
        File.Delete(Path);
    }
}
