namespace Playbooks.Cli.Tests.Support;

/// <summary>An HTTP server at which steps knock: what asks for <c>/wait</c> waits until the door is opened, so that no test guesses a time.</summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly SemaphoreSlim _knocks = new(0);
    private readonly SemaphoreSlim _openings = new(0);
    private readonly LoopbackServer _server;

    public Door() => _server = new LoopbackServer(Answer);

    public string Url => _server.Url;

    /// <summary>The paths that were asked for, in order.</summary>
    public string[] Paths => [.. _server.Requests.Select(request => request.Split(' ')[1])];

    /// <summary>A playbook that posts to <c>/first</c>, asks for <c>/wait</c>, and posts to <c>/last</c>.</summary>
    /// <param name="method">How it asks for <c>/wait</c>: what only gets may be repeated.</param>
    public string Playbook(string method) => $$"""
        name: Knock
        steps:
          - { id: first, name: First, type: http.request, parameters: { url: "{{Url}}first", method: POST } }
          - { id: wait, name: Wait, type: http.request, timeout: 600, parameters: { url: "{{Url}}wait", method: {{method}} } }
          - { id: last, name: Last, type: http.request, parameters: { url: "{{Url}}last", method: POST } }
        """;

    public async Task WaitForKnockAsync()
        => (await _knocks.WaitAsync(HangGuard.Time, TestContext.Current.CancellationToken)).ShouldBeTrue("nobody knocked");

    /// <summary>Lets so many of those in who knocked, or will: one whose process was killed stands at the door still.</summary>
    public void Open(int count = 1) => _openings.Release(count);

    public async ValueTask DisposeAsync()
    {
        _openings.Release();
        await _server.DisposeAsync();
        _knocks.Dispose();
        _openings.Dispose();
    }

    private byte[] Answer(string request)
    {
        if (request.Split(' ')[1] == "/wait")
        {
            _knocks.Release();
            _openings.Wait(HangGuard.Time);
        }

        return System.Text.Encoding.UTF8.GetBytes(LoopbackServer.Answer("200 OK", "fine"));
    }
}
