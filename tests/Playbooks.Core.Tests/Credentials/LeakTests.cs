using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Extensions.Logging;

namespace Playbooks.Tests.Credentials;

/// <summary>A nest of three levels that does its best to give its secrets away, and a search through everything that comes out of it.</summary>
public sealed class LeakTests
{
    private const string Password = "Canary\"Pass/w0rd+é";
    private const string Token = "canary-token-7f3a9c";
    private const string Parameter = "canary parameter & more";
    private const string Default = "canary-default-51";
    private const string Key = "-----BEGIN CANARY-----\nY2FuYXJ5IGtleSBsaW5lIG9uZQ\nY2FuYXJ5IGtleSBsaW5lIHR3bw\n-----END CANARY-----\n";
    private const string Pin = "9Q7";

    private const string Grandchild = """
        name: Grandchild
        parameters:
          - { name: given, secret: true, required: true }
          - { name: kept, secret: true, default: "canary-default-51" }
        steps:
          - { id: kept, type: test.leak, on_failure: continue, parameters: { value: "{{ parameter.kept }}" } }
          - { id: given, type: test.leak, on_failure: continue, parameters: { value: "{{ parameter.given }}" } }
          - { id: throw, type: test.throw, parameters: { value: "{{ parameter.given ~ ':' ~ credential.vault.token }}" } }
        """;

    private const string Child = """
        name: Child
        parameters:
          - { name: given, secret: true, required: true }
          - { name: plain }
        steps:
          - { id: upper, type: test.leak, on_failure: continue, parameters: { value: "{{ parameter.given | upper }}" } }
          - { id: part, type: test.leak, on_failure: continue, parameters: { value: "{{ (parameter.given | split(' '))[1] }}" } }
          - { id: whole, type: test.leak, on_failure: continue, parameters: { value: "{{ parameter.plain }}" } }
          - { id: say, type: utility.log, parameters: { message: "{{ parameter.plain }}" } }
          - { id: deeper, type: playbook.run, on_failure: continue, retry_count: 1, retry_delay: 0, parameters: { playbook: grandchild.yaml, given: "{{ parameter.given }}" } }
        outputs:
          back: "{{ parameter.plain }}"
          both: "{{ parameter.given ~ parameter.plain }}"
        """;

    private const string Root = """
        name: Root
        parameters:
          - { name: given, secret: true, required: true }
          - { name: url, required: true }
        steps:
          - { id: password, type: test.leak, on_failure: continue, parameters: { value: "{{ credential.vault.password }}" } }
          - { id: key, type: test.leak, on_failure: continue, parameters: { value: "{{ credential.vault.key }}" } }
          - { id: pin, type: test.leak, on_failure: continue, parameters: { value: "{{ credential.vault.pin }}" } }
          - { id: json, type: test.leak, on_failure: continue, parameters: { value: "{{ [credential.vault.password, parameter.given] | to_json }}" } }
          - { id: joined, type: test.leak, on_failure: continue, parameters: { value: "{{ [credential.vault.token, credential.vault.pin] | join('-') }}" } }
          - { id: set, type: utility.set_variable, parameters: { name: copied, value: "{{ credential.vault.token }}" } }
          - { id: http, type: http.request, parameters: { url: "{{ parameter.url }}", headers: { Authorization: "Bearer {{ variable.copied }}", X-Key: "{{ credential.vault.token }}" } } }
          - { id: address, type: http.request, on_failure: continue, parameters: { url: "{{ parameter.url }}/{{ credential.vault.token }}?q={{ variable.copied }}", expected_status: 404 } }
          - { id: loop, type: test.leak, on_failure: continue, for_each: ["{{ credential.vault.token }}", "{{ variable.copied }}"], parameters: { value: "{{ item }}" } }
          - { id: plain_loop, type: test.leak, on_failure: continue, for_each: "{{ step.http.json }}", parameters: { value: "{{ item.value }}" } }
          - { id: wrong, type: utility.log, on_failure: continue, when: "credential.vault.password < 1", parameters: { message: x } }
          - { id: quoted, type: utility.log, on_failure: continue, when: "step.http.json.echo", parameters: { message: x } }
          - { id: nest, type: playbook.run, on_failure: continue, parameters: { playbook: child.yaml, given: "{{ parameter.given }}", plain: "{{ 'is ' ~ credential.vault.password }}" } }
          - { id: thrown, type: test.throw, on_failure: rollback, parameters: { value: "{{ credential.vault.password }}" }, rollback: [{ id: undo, type: utility.log, parameters: { message: x } }] }
        outputs:
          password: "{{ credential.vault.password }}"
        """;

    [Fact]
    public async Task Run_NestThatLeaksOnPurpose_ShowsNoSecretAnywhere()
    {
        CollectingLogger<PlaybookEngine> log = new();
        await using LoopbackServer server = new(request => Encoding.UTF8.GetBytes(LoopbackServer.Answer("200 OK", Echo(request), "application/json", $"X-Echo: Bearer {Token}\r\n")));
        using TemporaryLibrary library = Library(log);
        library.Write("grandchild.yaml", Grandchild).Write("child.yaml", Child);
        await library.VerifyAsync("grandchild.yaml", "child.yaml");
        PlaybookPlan plan = (await library.PlanAsync(Root)).EnsurePlanned();
        PlaybookRun run = library.Engine().CreateRun(plan, new Dictionary<string, object?> { ["given"] = Parameter, ["url"] = server.Url });
        IAsyncEnumerable<ExecutionEvent> events = run.Events(includeNested: true);

        ExecutionReport report = await run.RunAsync(TestContext.Current.CancellationToken);

        StringBuilder seen = new();
        seen.AppendLine(report.ToJson()).Append(report).AppendLine(plan.ToString()).AppendLine(plan.ToMermaid());
        seen.AppendLine(Should.Throw<PlaybookFailedException>(() => report.EnsureSucceeded()).ToString());
        await foreach (ExecutionEvent happened in events)
        {
            Write(seen, happened);
        }

        seen.AppendJoin('\n', log.Entries.Select(entry => entry.Message));
        foreach (string file in Directory.EnumerateFiles(library.RootDirectory, "*.lock.json"))
        {
            seen.Append(File.ReadAllText(file));
        }

        // It ran as far as it should have: what did not happen cannot leak.
        report.Steps.Single(step => step.Id == "http").Status.ShouldBe(StepStatus.Completed, report.ToJson());
        report.Steps.Single(step => step.Id == "plain_loop").Iterations.ShouldNotBeNull().ShouldNotBeEmpty();
        report.Steps.Single(step => step.Id == "nest").Nested.ShouldNotBeNull().Steps.Single(step => step.Id == "deeper").Nested.ShouldNotBeNull().Steps.Count.ShouldBe(3);
        log.Entries.ShouldContain(entry => entry.Message.Contains("InvalidOperationException", StringComparison.Ordinal));
        Canary.ShouldNotAppear(seen.ToString());
    }

    [Fact]
    public async Task Run_ParametersThatAreRefused_AreNotQuoted()
    {
        using TemporaryLibrary library = Library(new CollectingLogger<PlaybookEngine>());
        library.Write("root.yaml", Some.Playbook("- { id: say, type: utility.log, parameters: { message: x } }", """
            - { name: given, secret: true, pattern: "[0-9]+" }
            - { name: other, secret: true, enum: [a, b] }
            - { name: third, type: integer }
            """));

        PlaybookInvalidException thrown = await Should.ThrowAsync<PlaybookInvalidException>(() => library.Engine().RunAsync(
            "root.yaml",
            new Dictionary<string, object?> { ["given"] = Parameter, ["other"] = Token, ["third"] = new Secret(Password) },
            TestContext.Current.CancellationToken));

        Canary.ShouldNotAppear(thrown.ToString());
    }

    [Fact]
    public async Task Run_ProviderThatQuotesAKnownSecret_IsMaskedInTheMessage()
    {
        using TemporaryLibrary library = new()
        {
            Options = new() { Credentials = new QuotingProvider() },
        };
        library.Write("root.yaml", Some.Playbook("- { id: a, type: utility.log, parameters: { message: '{{ credential.a.password ~ credential.b.password }}' } }"));

        PlaybookException thrown = await Should.ThrowAsync<PlaybookException>(() => library.Engine().RunAsync("root.yaml", cancellationToken: TestContext.Current.CancellationToken));

        thrown.Message.ShouldBe("The credential 'b' could not be asked for: after ***");
    }

    private static TemporaryLibrary Library(ILogger<PlaybookEngine> log) => new()
    {
        Options = new()
        {
            Steps = [new LambdaStep("test.leak", Leak), new LambdaStep("test.throw", Throw)],
            Logger = log,
            Credentials = new InMemoryCredentialProvider(new Credential
            {
                Name = "vault",
                Username = "root",
                Password = new Secret(Password),
                Fields = new Dictionary<string, Secret> { ["token"] = new(Token), ["key"] = new(Key), ["pin"] = new(Pin) },
            }),
        },
    };

    /// <summary>Says it in every way that it can think of.</summary>
    private static StepResult Leak(StepContext context)
    {
        string text = context.Arguments.GetString("value");
        string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"root:{text}"));
        string[] ways =
        [
            text, Uri.EscapeDataString(text), System.Net.WebUtility.UrlEncode(text), System.Net.WebUtility.HtmlEncode(text), JavaScriptEncoder.Default.Encode(text),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text), $"Basic {basic}", Uri.EscapeDataString(basic), text.ReplaceLineEndings(" "), $"'{text}'",
        ];
        foreach (string way in ways)
        {
            context.Log(LogLevel.Trace, way);
        }

        context.SetVariable("leaked", text);
        return StepResult.Failed($"It was '{text}', {string.Join(", ", ways)}, begins {text[..^1]}…", new Dictionary<string, object?>
        {
            ["plain"] = text,
            ["ways"] = ways,
            [$"key-{text}"] = new Dictionary<string, object?> { [text] = new Uri($"http://x/{Uri.EscapeDataString(text)}") },
            ["lines"] = text.Split('\n'),
        });
    }

    private static StepResult Throw(StepContext context)
    {
        string text = context.Arguments.GetString("value");
        throw new InvalidOperationException($"outer {text}", new AggregateException(new IOException($"inner {text}"), new ArgumentException($"other {Uri.EscapeDataString(text)}", nameof(context))));
    }

    private static string Echo(string request)
        => $$"""{ "echo": "{{request.Split("\r\n").First(line => line.StartsWith("Authorization", StringComparison.Ordinal) || line.StartsWith("GET", StringComparison.Ordinal))}}", "{{Token}}": "{{Token}}", "is-{{Token}}": "{{Convert.ToBase64String(Encoding.UTF8.GetBytes("root:" + Token))}}" }""";

    private static void Write(StringBuilder seen, ExecutionEvent happened)
    {
        seen.Append(happened).Append(happened.Address).AppendLine();
        seen.AppendLine(happened switch
        {
            StepRetrying retrying => retrying.Error,
            StepLogged logged => logged.Message,
            StepFinished finished => $"{finished.Report} {finished.Report.Error} {PlaybookValues.ToJson(finished.Report.Outputs)}",
            RunFinished finished => finished.Report.ToJson(),
            _ => "",
        });
    }

    /// <summary>What must not be seen, in the forms in which it would be.</summary>
    private static class Canary
    {
        public static void ShouldNotAppear(string seen)
        {
            string[] lines = Key.Trim().Split('\n');
            foreach (string secret in (string[])[Password, Token, Parameter, Default, Pin, lines[1], lines[2], Password.ToUpperInvariant(), Parameter.ToUpperInvariant(), Parameter + "is " + Password, $"{Parameter}:{Token}"])
            {
                foreach (string form in (string[])[secret, Uri.EscapeDataString(secret), JavaScriptEncoder.Default.Encode(secret), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret), System.Net.WebUtility.HtmlEncode(secret)])
                {
                    int at = seen.IndexOf(form, StringComparison.Ordinal);
                    at.ShouldBe(-1, at < 0 ? "" : $"'{form}' in: {seen[Math.Max(0, at - 200)..Math.Min(seen.Length, at + 100)]}");
                }

                foreach (string user in (string[])["", "a", "ab", "root:"])
                {
                    string base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(user + secret));
                    // Without the signs that belong to what stands before it.
                    string inside = base64.TrimEnd('=')[((user.Length * 8 + 5) / 6)..];
                    (inside.Length > 4 && seen.Contains(inside[..^1], StringComparison.Ordinal)).ShouldBeFalse($"base64 of {secret}");
                }
            }
        }
    }

    private sealed class QuotingProvider : ICredentialProvider
    {
        public ValueTask<Credential?> FindAsync(string name, CancellationToken cancellationToken)
            => name == "a" ? new(new Credential { Name = "a", Password = new Secret("known-by-now") }) : throw new IOException("after known-by-now");
    }
}
