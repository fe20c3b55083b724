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

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public EventSocket(string path)
    {
        Path = path;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(1);
    }

    public string Path { get; }

    /// <summary>Hands every record to the summarizer, until Ansible closes the connection.</summary>
    /// <param name="summarizer">Takes the records.</param>
    /// <param name="ident">What each record of this run carries.</param>
    /// <param name="ended">Fires when Ansible has ended: no more connection is waited for then, but what was sent is read to its end.</param>
    /// <returns>Whether the plugin came at all.</returns>
    public async Task<bool> ReadAsync(EventSummarizer summarizer, string ident, CancellationToken ended)
    {
        Socket connection;
        try
        {
            connection = await _listener.AcceptAsync(ended).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        Stop();
        NetworkStream stream = new(connection, ownsSocket: true);
        await using (stream.ConfigureAwait(false))
        {
            await summarizer.AddLinesAsync(stream, ident, CancellationToken.None).ConfigureAwait(false);
        }

        return true;
    }

    public void Dispose() => Stop();

    private void Stop()
    {
        _listener.Dispose();
        File.Delete(Path);
    }
}
