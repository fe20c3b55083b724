using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Playbooks.Acceptance.Tests.Ansible;

/// <summary>One ssh server, with everything that came in through it.</summary>
internal sealed class SshHost(Process server, int port) : IAsyncDisposable
{
    public int Port => port;

    public bool Listens()
    {
        using TcpClient client = new();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            server.HasExited.ShouldBeFalse("sshd has ended");
            return false;
        }
    }

    /// <summary>As if the machine lost its power: the server and every session of it end at once.</summary>
    public async Task KillAsync()
    {
        server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        server.Dispose();
    }
}
