using System.Text;
using System.Text.Json;

namespace Playbooks.Tests.Credentials;

/// <summary>No secret leaves a run: not through its report, its events or its log, whoever repeats it.</summary>
public sealed class SecretsTests
{
    private const string Password = "pass\"w0rd/with \\ everything";

    [Theory]
    [InlineData("- { id: a, type: utility.log, parameters: { message: '{{ credential.admin.password }}' } }")]
    [InlineData("- { id: a, type: utility.log, parameters: { message: 'is {{ credential.admin.password }}!' } }")]
    [InlineData("- { id: a, type: utility.log, parameters: { message: ['{{ credential.admin.password }}'] } }")]
    [InlineData("- { id: a, type: utility.fail, parameters: { message: 'is {{ credential.admin.password ~ 1 }}' } }")]
    [InlineData("- { id: a, type: utility.set_variable, parameters: { name: v, value: '{{ credential.admin.password }}' } }\n- { id: b, type: utility.log, parameters: { message: 'v {{ variable.v }}' } }")]
    [InlineData("- { id: a, type: test.echo, parameters: { value: '{{ credential.admin.password }}' } }")]
    [InlineData("- { id: a, type: test.echo, parameters: { value: 'Bearer {{ credential.admin.password }}' } }")]
    [InlineData("- { id: a, type: test.echo, parameters: { value: '{{ credential.admin.password | upper }}' } }")]
    [InlineData("- { id: a, type: test.echo, parameters: { value: '{{ credential.admin.password | replace(\"0\", \"o\") | trim | string }}' } }")]
    [InlineData("- { id: a, type: test.echo, parameters: { value: '{{ credential.admin.password | split(\"/\") | last }}' } }")]
    [InlineData("- { id: a, type: test.echo, parameters: { value: '{{ [credential.admin.password] | to_json }}' } }")]
    [InlineData("- { id: a, type: test.echo, parameters: { value: '{{ ([credential.admin.password] | to_json | from_json)[0] }}' } }")]
    [InlineData("- { id: a, type: test.echo, parameters: { value: '{{ (credential.admin.document | from_json).inner }}' } }")]
    [InlineData("- { id: a, type: test.echo, parameters: { value: '{{ [\"a\", credential.admin.password] | join(\"-\") }}' } }")]
    [InlineData("- { id: a, type: test.echo, parameters: { value: '{{ credential.admin.pin }}' } }")]
    [InlineData("- { id: a, type: test.echo, parameters: { value: '{{ credential.admin.key }}' } }")]
    [InlineData("- { id: a, type: test.token }\n- { id: b, type: test.echo, parameters: { value: '{{ step.a.token }}' } }")]
    [InlineData("- { id: a, type: test.echo, parameters: { value: '{{ parameter.deep.x[0] }}' } }")]
    [InlineData("- { id: a, type: utility.log, when: 'credential.admin.password < 1', parameters: { message: x } }")]
    [InlineData("- { id: a, type: utility.log, parameters: { message: '{{ credential.admin.password.x }}' } }")]
    [InlineData("- { id: a, type: utility.log, parameters: { message: '{{ credential.admin.password | int }}' } }")]
    public async Task Run_SecretThatIsRepeated_IsMaskedEverywhere(string steps)
    {
        CollectingLogger<PlaybookEngine> log = new();
        List<string> given = [];
        LambdaStep echo = new("test.echo", context =>
        {
            string text = context.Arguments.GetStringOrDefault("value") ?? "";
            lock (given)
            {
                given.Add(text);
            }

            context.Log(Microsoft.Extensions.Logging.LogLevel.Warning, $"given {text}");
            string json = JsonSerializer.Serialize(text);
            return StepResult.Failed($"It was {text}, as JSON {json}, as an address http://x/?q={Uri.EscapeDataString(text)}, in a line {text.ReplaceLineEndings(" ")}", new Dictionary<string, object?>
            {
                ["echo"] = text,
                ["json"] = json,
                ["number"] = long.TryParse(text, out long number) ? number : null,
                ["list"] = new object?[] { text, new Dictionary<string, object?> { [text] = text } },
                ["cut"] = text.Length > 6 ? $"begins {text[..^2]}…" : "",
            });
        });
        LambdaStep token = new("test.token", _ => StepResult.Completed(new Dictionary<string, object?> { ["token"] = new Secret("fresh-token-42") }));
        using TemporaryLibrary library = new()
        {
            Options = new()
            {
                Steps = [echo, token],
                Logger = log,
                Credentials = new InMemoryCredentialProvider(new Credential
                {
                    Name = "admin",
                    Username = "root",
                    Password = new Secret(Password),
                    Fields = new Dictionary<string, Secret>
                    {
                        ["pin"] = new("73519284"),
                        ["key"] = new("-----BEGIN\nsecret line\n-----END"),
                        ["document"] = new("""{ "inner": "buried-treasure" }"""),
                    },
                }),
            },
        };
        PlaybookPlan plan = (await library.PlanAsync(Some.Playbook(steps, "- { name: deep, type: dict, default: {} }", "out: '{{ step.a }}'"))).EnsurePlanned();
        PlaybookRun run = library.Engine().CreateRun(plan, new Dictionary<string, object?>
        {
            ["deep"] = new Dictionary<string, object?> { ["x"] = new object?[] { new Secret("given-from-outside") } },
        });
        IAsyncEnumerable<ExecutionEvent> events = run.Events(includeNested: true);

        ExecutionReport report = await run.RunAsync(TestContext.Current.CancellationToken);

        StringBuilder everything = new(report.ToJson());
        await foreach (ExecutionEvent happened in events)
        {
            everything.Append(happened).Append((happened as StepFinished)?.Report.Error).Append((happened as StepLogged)?.Message);
        }

        everything.AppendJoin('\n', log.Entries.Select(entry => entry.Message));
        string seen = everything.ToString();
        foreach (string secret in given.Concat([Password, "73519284", "secret line", "buried-treasure", "fresh-token-42", "given-from-outside", "w0rd/with", "w0rd%2Fwith"]).Where(secret => secret.Length > 3))
        {
            seen.ShouldNotContain(secret, Case.Insensitive);
            seen.ShouldNotContain(JsonEncodedText.Encode(secret).Value, Case.Insensitive);
        }

        seen.ShouldNotContain("begins pass");
    }

    [Fact]
    public void ToString_Secret_IsTheMask()
    {
        new Secret("x").ToString().ShouldBe("***");
        $"{new Credential { Name = "admin", Password = new Secret("hidden") }}".ShouldBe("credential 'admin'");
        PlaybookValues.ToJson(new object?[] { new Secret("x") }).ShouldBe("[\"***\"]");
        PlaybookValues.ToJson(new object?[] { new Secret("x") }, revealSecrets: true).ShouldBe("[\"x\"]");
    }
}
