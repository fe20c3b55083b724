using System.Diagnostics;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Playbooks.Acceptance.Tests.Ansible;

namespace Playbooks.Acceptance.Tests.Embedding;

/// <summary>The examples of embedding, over real Ansible.</summary>
public sealed class EmbeddingSpecs : IDisposable
{
    private readonly TemporaryRepository _repository = TemporaryRepository.WithPlaybook("- name: Say\n  ansible.builtin.debug: { msg: hello }");

    public EmbeddingSpecs() => _repository.Write("kuma-deploy.yml", "- name: Deploy Kuma\n  hosts: h1\n  gather_facts: false\n  tasks:\n    - name: Say\n      ansible.builtin.debug: { msg: hello }\n");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _repository.Dispose();

    [Fact(Timeout = Limit)]
    public async Task The_API_takes_work_tells_how_far_it_is_and_describes_itself()
    {
        using ApiProcess api = await ApiProcess.StartAsync(_repository.Folder, _repository.ArtifactFolder, Cancellation);

        using HttpResponseMessage posted = await PostAsync(api, """{ "task_id": "one", "work_type": "run_playbook", "parameters": { "playbook_path": "site.yml" } }""");
        posted.StatusCode.ShouldBe(HttpStatusCode.Accepted, await posted.Content.ReadAsStringAsync(Cancellation));
        posted.Headers.Location!.ToString().ShouldBe("/runs/one");

        List<SseItem<string>> events = [];
        await using (Stream stream = await api.Client.GetStreamAsync("/runs/one/events", Cancellation))
        {
            await foreach (SseItem<string> item in SseParser.Create(stream).EnumerateAsync(Cancellation))
            {
                events.Add(item);
            }
        }

        events[^1].EventType.ShouldBe("ended");
        JsonElement last = Parse(events[^1].Data).GetProperty("result");
        last.GetProperty("status").GetString().ShouldBe("completed", last.ToString());
        last.GetProperty("resources_used").GetProperty("hosts").GetInt32().ShouldBe(2);

        JsonElement run = await GetAsync(api, "/runs/one");
        run.GetProperty("stage").GetString().ShouldBe("ended");
        Parse(run.GetProperty("result").GetProperty("output").GetString()!).GetProperty("status").GetString().ShouldBe("successful");
        (await api.Client.GetAsync("/runs/nobody", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        JsonElement paths = (await GetAsync(api, "/openapi/v1.json")).GetProperty("paths");
        paths.EnumerateObject().Select(path => path.Name).ShouldBe(["/work", "/runs/{id}", "/runs/{id}/events"], ignoreOrder: true);
        paths.GetProperty("/work").GetProperty("post").GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _).ShouldBeTrue();
        (await api.Client.GetStringAsync("/health", Cancellation)).ShouldBe("Healthy");
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_wrong_with_a_request_is_said_and_results_outlive_the_process()
    {
        using (ApiProcess api = await ApiProcess.StartAsync(_repository.Folder, _repository.ArtifactFolder, Cancellation))
        {
            using HttpResponseMessage wrong = await PostAsync(api, """{ "task_id": 5 }""");
            wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            Parse(await wrong.Content.ReadAsStringAsync(Cancellation)).GetProperty("detail").GetString()!.ShouldContain("task_id");

            using HttpResponseMessage posted = await PostAsync(api, """{ "task_id": "two", "work_type": "discover_playbooks" }""");
            using HttpResponseMessage other = await PostAsync(api, """{ "task_id": "two", "work_type": "run_playbook" }""");
            other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            await api.Client.GetStringAsync("/runs/two/events", Cancellation);
            await api.StopAsync(Cancellation);
        }

        using ApiProcess next = await ApiProcess.StartAsync(_repository.Folder, _repository.ArtifactFolder, Cancellation);
        (await GetAsync(next, "/runs/two")).GetProperty("result").GetProperty("status").GetString().ShouldBe("completed");
    }

    [Fact(Timeout = Limit)]
    public async Task A_page_in_a_browser_can_neither_start_work_nor_read_results()
    {
        using ApiProcess api = await ApiProcess.StartAsync(_repository.Folder, _repository.ArtifactFolder, Cancellation);
        const string Work = """{ "task_id": "three", "work_type": "discover_playbooks" }""";
        string host = api.Client.BaseAddress!.Authority;

        // A Blob without a type, a form, and text: what 'fetch' sends to another origin without asking.
        foreach (string? type in (string?[])[null, "text/plain", "application/x-www-form-urlencoded"])
        {
            (await SendAsync(HttpMethod.Post, "/work", Work, type)).ShouldBe(HttpStatusCode.UnsupportedMediaType, type);
        }

        (await SendAsync(HttpMethod.Post, "/work", Work, "application/json", ("Origin", "http://evil.example"))).ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(HttpMethod.Post, "/work", Work, "application/json", ("Origin", "null"))).ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(HttpMethod.Post, "/work", Work, "application/json", ("Sec-Fetch-Site", "cross-site"))).ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(HttpMethod.Delete, "/runs/three", null, null, ("Origin", "http://evil.example"))).ShouldBe(HttpStatusCode.Forbidden);

        // A name of the attacker's that he has made lead to this machine.
        (await SendAsync(HttpMethod.Get, "/runs/three", null, null, ("Host", "evil.example"))).ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(HttpMethod.Post, "/work", Work, "application/json", ("Host", "evil.example"))).ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(HttpMethod.Get, "/runs/three", null, null)).ShouldBe(HttpStatusCode.NotFound);

        (await SendAsync(HttpMethod.Post, "/work", Work, "application/json", ("Origin", $"http://{host}"))).ShouldBe(HttpStatusCode.Accepted);

        async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, string? body, string? type, params (string Name, string Value)[] headers)
        {
            using HttpRequestMessage request = new(method, path);
            if (body is not null)
            {
                request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            foreach ((string name, string value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using HttpResponseMessage response = await api.Client.SendAsync(request, Cancellation);
            return response.StatusCode;
        }
    }

    [Fact(Timeout = Limit)]
    public async Task What_the_agent_would_refuse_is_refused_at_once_and_nothing_of_it_is_logged_raw()
    {
        using ApiProcess api = await ApiProcess.StartAsync(_repository.Folder, _repository.ArtifactFolder, Cancellation);

        foreach (string work in (string[])[
            """{ "task_id": "four", "work_type": "discover_playbooks", "priority": 99 }""",
            """{ "task_id": "fo\u001b[31mur", "work_type": "discover_playbooks" }""",
            """{ "task_id": "fo\u009bur", "work_type": "discover_playbooks" }""",
            """{ "task_id": "fo\u2028ur", "work_type": "discover_playbooks" }""",
            """{ "task_id": "four", "work_type": "discover_playbooks", "trace_id": "\n" }""",
            """{ "task_id": "four", "work_type": "no_such_work" }""",
            """{ "task_id": "four", "work_type": "discover_playbooks", "trace_id": "a\nb" }""",
        ])
        {
            using HttpResponseMessage wrong = await PostAsync(api, work);
            wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest, work);
        }

        using HttpResponseMessage large = await PostAsync(api, new string(' ', (1024 * 1024) + 1));
        large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        using HttpResponseMessage forged = await api.Client.GetAsync("/runs/a%0d%0aforged:1/events", Cancellation);
        forged.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await api.StopAsync(Cancellation);
        string said = await api.Said;
        said.ShouldNotContain("\u001b[31mur");
        said.ShouldNotContain("\nforged");
        said.ShouldNotContain("fail:");
    }

    [Fact(Timeout = Limit)]
    public async Task The_console_application_does_what_an_order_means()
    {
        (await RunAsync("Deploy Kuma")).ShouldBe((0, "done: 0 changed\n"));
        (await RunAsync("remove kuma")).Code.ShouldBe(1);
    }

    [Fact]
    public void The_console_application_has_less_than_25_lines()
        => File.ReadLines(Checkout.PathOf("examples", "embedding", "Console", "Program.cs")).Count().ShouldBeLessThan(25);

    private static Task<HttpResponseMessage> PostAsync(ApiProcess api, string json)
        => api.Client.PostAsync("/work", new StringContent(json, Encoding.UTF8, "application/json"), Cancellation);

    private static async Task<JsonElement> GetAsync(ApiProcess api, string path) => Parse(await api.Client.GetStringAsync(path, Cancellation));

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private async Task<(int Code, string Output)> RunAsync(string intent)
    {
        ProcessStartInfo start = new("dotnet", [ApiProcess.ProgramOf("EmbeddingConsole", "embedding-console"), _repository.Folder, intent]) { RedirectStandardOutput = true };
        start.Environment["XDG_STATE_HOME"] = _repository.ArtifactFolder;
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, output);
    }
}
