using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Playbooks.Tests.Steps;

public sealed class HttpRequestStepTests
{
    [Fact]
    public async Task Execute_JsonAnswer_GivesStatusHeadersBodyAndValue()
    {
        await using LoopbackServer server = new(LoopbackServer.Answer("200 OK", """{"a":[1,2.5,null]}""", "application/json; charset=utf-8", "X-Custom: yes\r\n"));

        StepReport step = await RunAsync(server.Url);

        step.Error.ShouldBeNull();
        step.Outputs["status"].ShouldBe(200L);
        step.Outputs["body"].ShouldBe("""{"a":[1,2.5,null]}""");
        PlaybookValues.ToJson(step.Outputs["json"]).ShouldBe("""{"a":[1,2.5,null]}""");
        step.Outputs["headers"].ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!["x-custom"].ShouldBe("yes");
        server.Requests.ShouldHaveSingleItem().ShouldStartWith("GET / HTTP/1.1");
    }

    [Theory]
    [InlineData("not json", "application/json")]
    [InlineData("\"\\ud800\"", "application/json")]
    [InlineData("{}", "text/plain")]
    public async Task Execute_AnswerThatIsNoJson_GivesItAsTextOnly(string body, string type)
    {
        await using LoopbackServer server = new(LoopbackServer.Answer("200 OK", body, type));

        StepReport step = await RunAsync(server.Url);

        step.Outputs["body"].ShouldBe(body);
        step.Outputs["json"].ShouldBeNull();
    }

    [Fact]
    public async Task Execute_MapAsBody_IsSentAsJsonWithSecretsRevealed()
    {
        await using LoopbackServer server = new(LoopbackServer.Answer("201 Created", "echo hidden-password"));

        ExecutionReport report = await RunReportAsync($$$"""
            url: '{{{server.Url}}}', method: post, headers: { X-Key: '{{ credential.admin.password }}' }, body: { user: me, password: '{{ credential.admin.password }}' }, expected_status: [200, 201]
            """);

        string request = server.Requests.ShouldHaveSingleItem();
        request.ShouldStartWith("POST / HTTP/1.1");
        request.ShouldContain("Content-Type: application/json; charset=utf-8");
        request.ShouldContain("X-Key: hidden-password");
        request.ShouldEndWith("""{"user":"me","password":"hidden-password"}""");
        report.EnsureSucceeded().ToJson().ShouldNotContain("hidden-password");
        report.Steps[0].Outputs["body"].ShouldBe("echo ***");
    }

    [Fact]
    public async Task Execute_TextAsBody_IsSentAsItIsWithTheGivenType()
    {
        await using LoopbackServer server = new(LoopbackServer.Answer("200 OK"));

        await RunReportAsync($"url: '{server.Url}', method: PUT, headers: {{ Content-Type: text/csv }}, body: 'a,b'");

        server.Requests.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            request => request.ShouldStartWith("PUT /"), request => request.ShouldContain("Content-Type: text/csv"), request => request.ShouldEndWith("\r\n\r\na,b"));
    }

    [Theory]
    [InlineData("404", true)]
    [InlineData("[200, 404]", true)]
    [InlineData("[200, 201]", false)]
    public async Task Execute_ExpectedStatus_Decides(string expected, bool succeeds)
    {
        await using LoopbackServer server = new(LoopbackServer.Answer("404 Not Found", "nothing\nhere"));

        StepReport step = await RunAsync(server.Url, $", expected_status: {expected}");

        step.Outputs["status"].ShouldBe(404L);
        step.Error.ShouldBe(succeeds ? null : $"GET {server.Url} returned 404 Not Found, expected 200 or 201: nothing here");
    }

    [Theory]
    [InlineData("url: 'ftp://x/'", "'ftp://x/' is not an absolute http or https address")]
    [InlineData("url: /relative", "'/relative' is not an absolute http or https address")]
    [InlineData("url: 'http://127.0.0.1/', expected_status: many", "'expected_status' must be a status such as 200, or a list of them")]
    [InlineData("url: 'http://127.0.0.1/', method: 'G T'", "'method' is 'G T', which is not a method of HTTP")]
    [InlineData("url: \"http://127.0.0.1/a\\r\\nX: y\"", "'url' holds a line break at character 19")]
    [InlineData("url: \"http://127.0.0.1/\\n\"", "'url' holds a line break at its end; remove it with the filter 'trim'")]
    [InlineData("url: 'http://127.0.0.1/', method: \"GET\\r\\nX: y\"", "'method' holds a line break at character 4")]
    [InlineData("url: 'http://127.0.0.1/', headers: { X-Ticket: \"a\\r\\nX: y\" }", "GET http://127.0.0.1/ cannot be sent: The value of the header 'X-Ticket' holds a line break at character 2")]
    [InlineData("url: 'http://127.0.0.1/', headers: { X-Ticket: \"a\\nb\" }", "GET http://127.0.0.1/ cannot be sent: The value of the header 'X-Ticket' holds a line break at character 2")]
    [InlineData("url: 'http://127.0.0.1/', headers: { X-Token: \"a\\n\" }", "GET http://127.0.0.1/ cannot be sent: The value of the header 'X-Token' holds a line break at its end")]
    [InlineData("url: 'http://127.0.0.1/', headers: { Content-Type: \"text/plain\\r\\nX: y\" }", "GET http://127.0.0.1/ cannot be sent: The value of the header 'Content-Type' holds a line break")]
    [InlineData("url: 'http://127.0.0.1/', headers: { X-Ticket: \"a\\0b\" }", "GET http://127.0.0.1/ cannot be sent: The value of the header 'X-Ticket' holds the control character U+0000")]
    [InlineData("url: 'http://127.0.0.1/', headers: { 'b d': x }", "GET http://127.0.0.1/ cannot be sent: 'b d' is not a header of a request")]
    public async Task Execute_WhatCannotBeSent_FailsWithTheReason(string parameters, string error)
        => (await RunReportAsync(parameters)).Steps[0].Error.ShouldNotBeNull().ShouldStartWith(error);

    [Fact]
    public async Task Execute_HeaderWithALineBreak_SendsNothing()
    {
        await using LoopbackServer server = new(LoopbackServer.Answer("200 OK"));

        await RunReportAsync($"url: '{server.Url}', method: POST, body: x, headers: {{ X-Token: \"secret\\n\" }}");

        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("POST", ", body: x")]
    [InlineData("PUT", "")]
    [InlineData("PATCH", "")]
    [InlineData("DELETE", "")]
    [InlineData("DELETE", ", verify_tls: false")]
    [InlineData("PURGE", "")]
    public async Task Execute_ServerClosesWithoutAnAnswer_IsSentOnce(string method, string more)
    {
        // As a gateway does that was asked to restart.
        await using LoopbackServer server = new("");

        StepReport step = await RunAsync(server.Url, $", method: {method}, retry_count: 0{more}");

        step.Error.ShouldNotBeNull().ShouldStartWith($"{method} {server.Url}: ");
        server.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Execute_NobodyListens_SaysSo()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string url = $"http://{listener.LocalEndpoint}/";
        listener.Stop();

        (await RunAsync(url)).Error.ShouldBe($"GET {url}: Connection refused");
    }

    [Fact]
    public async Task Execute_AnswerThatBreaksOff_NamesTheRequest()
    {
        await using LoopbackServer server = new("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nshort");

        (await RunAsync(server.Url)).Error.ShouldNotBeNull().ShouldStartWith($"GET {server.Url}: ");
    }

    [Fact]
    public async Task Execute_AnswerBeyondTheBound_IsNotTaken()
    {
        byte[] answer = [.. Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), .. new byte[(8 * 1024 * 1024) + 1]];
        await using LoopbackServer server = new(_ => answer);

        (await RunAsync(server.Url)).Error.ShouldBe($"GET {server.Url} returned more than 8,388,608 bytes");
    }

    [Fact]
    public async Task Execute_LongErrorThatCutsASecret_MasksItsBeginning()
    {
        await using LoopbackServer server = new(LoopbackServer.Answer("500 Oops", new string('x', 190) + "hidden-password"));

        ExecutionReport report = await RunReportAsync($$$"""url: '{{{server.Url}}}', headers: { X-Key: '{{ credential.admin.password }}' }""");

        report.ToJson().ShouldNotContain("hidden");
    }

    private static async Task<StepReport> RunAsync(string url, string more = "") => (await RunReportAsync($"url: '{url}'{more}")).Steps[0];

    private static async Task<ExecutionReport> RunReportAsync(string parameters)
    {
        using TemporaryLibrary library = new()
        {
            Options = new() { Credentials = new InMemoryCredentialProvider(new Credential { Name = "admin", Password = new Secret("hidden-password") }) },
        };
        return await library.RunAsync(Some.Playbook($"- {{ id: a, type: http.request, parameters: {{ {parameters.Trim()} }} }}"));
    }
}
