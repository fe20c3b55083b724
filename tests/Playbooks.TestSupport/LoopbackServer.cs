using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Playbooks.TestSupport;

/// <summary>Answers every HTTP request on a loopback port with the bytes that a test gives, and keeps what was asked.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Func<string, byte[]> _answer;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Task _serving;

    /// <param name="answer">Gives the answer to a request.</param>
    /// <param name="tls">With it, the server speaks https.</param>
    public LoopbackServer(Func<string, byte[]> answer, SslServerAuthenticationOptions? tls = null)
    {
        _answer = answer;
        _tls = tls;
        _listener.Start();
        _serving = ServeAsync();
    }

    public LoopbackServer(string answer)
        : this(_ => Encoding.UTF8.GetBytes(answer))
    {
    }

    public string Url => $"{(_tls is null ? "http" : "https")}://{_listener.LocalEndpoint}/";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Each request as it was sent: head and body.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>An answer with a body.</summary>
    public static string Answer(string status, string body = "", string type = "text/plain", string headers = "")
        => $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{headers}\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync(_ending.Token).ConfigureAwait(false);
            try
            {
                await AnswerAsync(client.GetStream()).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or AuthenticationException)
            {
                // The client had read enough, or did not like the server's certificate.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream connection)
    {
        Stream stream = connection;
        if (_tls is not null)
        {
            SslStream secure = new(connection);
            stream = secure;
            await secure.AuthenticateAsServerAsync(_tls, _ending.Token).ConfigureAwait(false);
        }

        await using (stream.ConfigureAwait(false))
        {
            string request = await ReadAsync(stream).ConfigureAwait(false);
            _requests.Enqueue(request);
            await stream.WriteAsync(_answer(request), _ending.Token).ConfigureAwait(false);
        }
    }

    private async Task<string> ReadAsync(Stream stream)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[64 * 1024];
        while (!IsComplete(text.ToString()))
        {
            int read = await stream.ReadAsync(buffer, _ending.Token).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    private static bool IsComplete(string request)
    {
        int end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        string? length = request[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is null || Encoding.UTF8.GetByteCount(request.AsSpan(end + 4)) >= int.Parse(length.Split(':')[1]);
    }
}
