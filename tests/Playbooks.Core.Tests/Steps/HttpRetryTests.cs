using System.Text;

namespace Playbooks.Tests.Steps;

public sealed class HttpRetryTests
{
    [Fact]
    public async Task Execute_ChosenStatus_IsSentAgainAfterTheDelay()
    {
        TestClock time = new();
        int asked = 0;
        await using LoopbackServer server = new(_ => Answer(++asked < 3 ? "503 Service Unavailable" : "200 OK"));
        using TemporaryLibrary library = new(time);
        Task<ExecutionReport> run = RunAsync(library, server, "method: POST, body: again, retry_statuses: [429, 503], retry_delay: 7.5");

        await time.ElapseAsync(TimeSpan.FromSeconds(7.5));
        await time.ElapseAsync(TimeSpan.FromSeconds(7.5));

        (await run).EnsureSucceeded().Steps[0].Outputs["tries"].ShouldBe(3L);
        server.Requests.Count.ShouldBe(3);
        server.Requests.ShouldAllBe(request => request.EndsWith("again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Execute_StillThatStatusAfterAllTries_FailsWithTheLastAnswer()
    {
        await using LoopbackServer server = new(_ => Answer("503 Busy", "come back"));
        using TemporaryLibrary library = new();

        StepReport step = (await RunAsync(library, server, "retry_statuses: 503, retry_count: 2, retry_delay: 0")).Steps[0];

        step.Error.ShouldBe($"GET {server.Url} (sent 3 times) returned 503 Busy, expected 200 to 299: come back");
        step.Outputs["tries"].ShouldBe(3L);
    }

    [Theory]
    [InlineData("retry_statuses: 503", "500 Oops")]
    [InlineData("retry_statuses: 503, retry_count: 0", "503 Busy")]
    [InlineData("expected_status: 500", "503 Busy")]
    public async Task Execute_AnythingElse_IsNotSentAgain(string parameters, string status)
    {
        await using LoopbackServer server = new(_ => Answer(status));
        using TemporaryLibrary library = new();

        (await RunAsync(library, server, parameters)).Steps[0].Outputs["tries"].ShouldBe(1L);
        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("Retry-After: 30\r\n", 30)]
    [InlineData("Retry-After: Fri, 02 Jan 2026 03:04:25 GMT\r\n", 20)]
    [InlineData("Retry-After: soon\r\n", 7)]
    public async Task Execute_RetryAfter_CountsBeforeTheDelay(string header, int seconds)
    {
        // The clock stands at 2026-01-02 03:04:05.
        TestClock time = new();
        int asked = 0;
        await using LoopbackServer server = new(_ => ++asked == 1 ? Answer("429 Slow Down", headers: header) : Answer("200 OK"));
        using TemporaryLibrary library = new(time);
        Task<ExecutionReport> run = RunAsync(library, server, "retry_statuses: [429], retry_delay: 7");

        await time.ElapseAsync(TimeSpan.FromSeconds(seconds));

        (await run).EnsureSucceeded().Duration.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task Execute_RetryAfterInThePast_IsSentAgainAtOnce()
    {
        int asked = 0;
        await using LoopbackServer server = new(_ => ++asked == 1 ? Answer("429 Slow Down", headers: "Retry-After: Fri, 02 Jan 2015 03:04:25 GMT\r\n") : Answer("200 OK"));
        using TemporaryLibrary library = new(new TestClock());

        (await RunAsync(library, server, "retry_statuses: [429], retry_delay: 7")).EnsureSucceeded();
    }

    [Fact]
    public async Task Execute_RetryAfterBeyondTheBound_IsNotWaitedFor()
    {
        CollectingLogger<PlaybookEngine> log = new();
        await using LoopbackServer server = new(_ => Answer("503 Busy", headers: "Retry-After: 61\r\n"));
        using TemporaryLibrary library = new() { Options = new() { Logger = log } };

        (await RunAsync(library, server, "retry_statuses: [503]")).Steps[0].Error.ShouldNotBeNull().ShouldContain("returned 503");

        server.Requests.Count.ShouldBe(1);
        log.Entries.ShouldContain(entry => entry.Message.Contains("asks to wait 61 s, more than 'max_retry_after' allows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Execute_RequestTimeout_EndsATryThatIsNotAnswered()
    {
        TestClock time = new();
        using ManualResetEventSlim release = new();
        await using LoopbackServer server = new(_ =>
        {
            time.Advance(TimeSpan.FromSeconds(2.5));
            release.Wait(TestContext.Current.CancellationToken);
            return Answer("200 OK");
        });
        using TemporaryLibrary library = new(time);

        StepReport step = (await RunAsync(library, server, "request_timeout: 2.5")).Steps[0];
        release.Set();

        step.Error.ShouldBe($"GET {server.Url}: not answered within the request_timeout of 2.5 s");
    }

    [Theory]
    [InlineData("retry_statuses: often", "'retry_statuses' must be a status such as 503, or a list of them")]
    [InlineData("retry_statuses: [99]", "'retry_statuses' must be a status such as 503, or a list of them")]
    public async Task Execute_WrongStatuses_Fail(string parameters, string error)
    {
        await using LoopbackServer server = new(_ => Answer("200 OK"));
        using TemporaryLibrary library = new();

        (await RunAsync(library, server, parameters)).Steps[0].Error.ShouldBe(error);
    }

    [Theory]
    [InlineData("retry_count: 101")]
    [InlineData("request_timeout: 0")]
    [InlineData("retry_delay: -1")]
    [InlineData("max_response_bytes: 0")]
    public async Task Plan_OutOfRange_IsRefused(string parameters)
    {
        using TemporaryLibrary library = new();

        (await library.PlanAsync(Some.Playbook($"- {{ id: a, type: http.request, parameters: {{ url: 'http://x/', {parameters} }} }}"))).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("PB2012");
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    public async Task Execute_MaxResponseBytes_Bounds(int bytes, bool succeeds)
    {
        await using LoopbackServer server = new(_ => Answer("200 OK", "12345"));
        using TemporaryLibrary library = new();

        (await RunAsync(library, server, $"max_response_bytes: {bytes}")).Steps[0].Error.ShouldBe(succeeds ? null : $"GET {server.Url} returned more than 4 bytes");
    }

    [Fact]
    public async Task Execute_BodyFile_IsSentOnEveryTry()
    {
        int asked = 0;
        await using LoopbackServer server = new(_ => Answer(++asked == 1 ? "503 Busy" : "200 OK"));
        using TemporaryLibrary library = new();
        library.Write("module.bin", "the module");

        (await RunAsync(library, server, "method: PUT, body_file: module.bin, retry_statuses: 503, retry_delay: 0")).EnsureSucceeded();

        server.Requests.Count.ShouldBe(2);
        server.Requests.ShouldAllBe(request => request.EndsWith("the module", StringComparison.Ordinal));
        (await RunAsync(library, server, "body_file: gone.bin")).Steps[0].Error.ShouldNotBeNull().ShouldContain("gone.bin");
    }

    private static byte[] Answer(string status, string body = "", string headers = "") => Encoding.UTF8.GetBytes(LoopbackServer.Answer(status, body, headers: headers));

    private static Task<ExecutionReport> RunAsync(TemporaryLibrary library, LoopbackServer server, string parameters)
        => library.RunAsync(Some.Playbook($"- {{ id: a, type: http.request, parameters: {{ url: '{server.Url}', {parameters} }} }}"), cancellationToken: TestContext.Current.CancellationToken);
}
