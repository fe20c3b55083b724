using System.Net.Sockets;
using Playbooks.Ansible.Events;

namespace Playbooks.Ansible.Backends;

/// <summary>Where our callback plugin sends its records: a Unix socket in the private folder of one run.</summary>
/// <remarks>
/// One connection is taken, the first, and the socket's name is gone from then on: Ansible loads the plugin before any task, so
/// nothing that a task starts can come before it. A socket and not a pipe, as nobody waits in vain when the plugin never comes.
/// </remarks>
internal sealed class EventSocket : IDisposable
{
    /// <summary>The environment variable by which the plugin finds it.</summary>
    public const string Variable = "PLAYBOOKS_EVENTS";

    /// <summary>The environment variable with what each record carries.</summary>
    public const string IdentVariable = "PLAYBOOKS_RUN";

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public EventSocket(string path)
    {
        Path = path;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(1);
    }

    public string Path { get; }

    /// <summary>Hands every record to the summarizer, until Ansible closes the connection or has ended.</summary>
    /// <param name="summarizer">Takes the records.</param>
    /// <param name="ident">What each record of this run carries.</param>
    /// <param name="ended">Fires when Ansible has ended: no more connection is waited for then, but what was sent is read to its end.</param>
    /// <returns>Whether the plugin came at all.</returns>
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

        // Whatever Ansible has forked holds the connection too, and may live on. Shut down, it gives what was sent, and then its end.
        using (ended.UnsafeRegister(static socket => ((Socket)socket!).Shutdown(SocketShutdown.Receive), connection))
        {
            try
            {
                await summarizer.AddLinesAsync(stream, ident, CancellationToken.None).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // Cut off: what came before counts, and who asks finds that the final figures are missing.
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
            // It may have come and gone while nobody here had the time to look.
            return _listener.Poll(TimeSpan.Zero, SelectMode.SelectRead) ? _listener.Accept() : null;
        }
    }

    private void Stop()
    {
        _listener.Dispose();
        File.Delete(Path);
    }
}
