using System.Text;
using System.Text.Json.Nodes;
using Playbooks.Ansible.TestSupport;
using Playbooks.Storage;

namespace Playbooks.Ansible.Tests.Steps;

/// <summary>A secret of the run that Ansible was never given as one is masked in all that <c>ansible.run</c> tells and keeps.</summary>
public sealed class RunSecretSpecs
{
    private const string Token = "Zq7xK9-canary-4WvpL2m+3Rt";
    private const string Yaml = """
        name: Play
        parameters: [{ name: token, secret: true, required: true }]
        steps:
          - { id: deploy, type: ansible.run, parameters: { playbook: site.yml } }
        """;

    [Theory(Timeout = Limit)]
    [InlineData(AnsibleBackend.Runner)]
    [InlineData(AnsibleBackend.Direct)]
    public async Task What_is_printed_is_masked_in_what_is_kept(AnsibleBackend backend)
    {
        using FakeRepository repository = new("fail-simple", new { rc = "2", stdout = $"TASK [x]\nok: said {Token}\n[WARNING]: beware of {Token}\n", stderr = $"ERROR! no {Token}\n" }) { Backend = backend };

        string seen = await RunAsync(repository);

        seen.ShouldContain("said ***");
        ShouldHoldNoPartOfIt(seen);
    }

    [Theory(Timeout = Limit)]
    [InlineData(AnsibleBackend.Runner, 970)]
    [InlineData(AnsibleBackend.Direct, 970)]
    [InlineData(AnsibleBackend.Direct, 985)]
    [InlineData(AnsibleBackend.Direct, 990)]
    [InlineData(AnsibleBackend.Direct, 999)]
    public async Task A_message_is_masked_before_it_is_shortened(AnsibleBackend backend, int before)
    {
        using FakeRepository repository = new("fail-simple", new { rc = "2" }) { Backend = backend };
        string message = new string('x', before) + Token + new string('y', 3000) + Token + new string('z', before);
        Replace(repository, "The release is frozen", message);

        string seen = await RunAsync(repository);

        seen.ShouldContain("xxxx");
        ShouldHoldNoPartOfIt(seen);
    }

    [Theory(Timeout = Limit)]
    [InlineData(AnsibleBackend.Runner)]
    [InlineData(AnsibleBackend.Direct)]
    public async Task Why_there_is_no_result_is_masked(AnsibleBackend backend)
    {
        // Longer than the message may be, with the secret where it is cut.
        string said = new string('x', 990) + Token + new string('y', 3000);
        using FakeRepository repository = new(null, new { crash = said, connect = "false", stderr = said }) { Backend = backend };

        string seen = await RunAsync(repository);

        seen.ShouldContain("It said: xxxx");
        ShouldHoldNoPartOfIt(seen);
    }

    [Fact(Timeout = Limit)]
    public async Task It_is_refused_on_the_command_line_of_Ansible()
    {
        using FakeRepository repository = new();
        string yaml = Yaml.Replace("playbook: site.yml", "playbook: site.yml, limit: \"{{ parameter.token }}\"", StringComparison.Ordinal);

        string seen = await RunAsync(repository, yaml);

        seen.ShouldContain("'limit' holds a secret, and the process list shows arguments to everybody on the machine: hand it over with 'extra_vars'");
        repository.Has("call.json").ShouldBeFalse();
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_in_a_secret_document_reaches_Ansible_with_its_types()
    {
        using FakeRepository repository = new();
        string yaml = Yaml.Replace("playbook: site.yml", "playbook: site.yml, extra_vars: \"{{ parameter.token | from_json }}\"", StringComparison.Ordinal);

        await RunAsync(repository, yaml, """{"flag":true,"count":5,"name":"x{{y}}"}""");

        repository.Call()["extra_vars"]!.ToJsonString().ShouldBe("""{"flag":true,"count":5,"name":{"__ansible_unsafe":"x{{y}}"}}""");
    }

    [Fact(Timeout = Limit)]
    public async Task It_is_masked_in_what_Ansible_lists()
    {
        using FakeRepository repository = new(null, new { connect = "false", stdout = $"\nplaybook: site.yml\n\n  play #1 (web): Deploy {Token}\tTAGS: []\n    hosts (1):\n      web1\n    tasks:\n      Copy {Token}\tTAGS: []\n" });
        AnsibleRequest request = new() { Playbook = "site.yml", ExtraVars = new Dictionary<string, object?> { ["token"] = new Secret(Token) } };
        await using AnsibleExecutor executor = repository.Executor();

        AnsiblePlay play = (await executor.ListTasksAsync(request, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

        play.Name.ShouldBe("Deploy ***");
        play.Tasks.ShouldHaveSingleItem().Name.ShouldBe("Copy ***");
    }

    private static async Task<string> RunAsync(FakeRepository repository, string yaml = Yaml, string token = Token)
    {
        repository.Write("library/play.yaml", yaml);
        CollectingLogger<PlaybookEngine> log = new();
        InMemoryExecutionStore store = new();
        await using AnsibleRunStep step = new(repository.Options, repository.Folder);
        PlaybookEngine engine = new(new PlaybookLibrary(Path.Combine(repository.Folder, "library")), new() { Steps = [step], Logger = log, ExecutionStore = store });
        PlaybookPlan plan = (await engine.PlanAsync("play.yaml", TestContext.Current.CancellationToken)).EnsurePlanned();
        PlaybookRun run = engine.CreateRun(plan, new Dictionary<string, object?> { ["token"] = token });
        IAsyncEnumerable<ExecutionEvent> events = run.Events(includeNested: true);
        ExecutionReport report = await run.RunAsync(TestContext.Current.CancellationToken);
        StringBuilder seen = new(report.ToJson());
        await foreach (ExecutionEvent happened in events)
        {
            seen.AppendLine().Append(happened);
        }

        seen.AppendLine().AppendJoin('\n', log.Entries.Select(entry => entry.Message));
        foreach (JournalEntry entry in await store.ReadJournalAsync(run.ExecutionId, TestContext.Current.CancellationToken))
        {
            seen.AppendLine().Append(entry.Outputs).Append(entry.Error);
        }

        if (Directory.Exists(repository.ArtifactFolder))
        {
            foreach (string file in Directory.EnumerateFiles(repository.ArtifactFolder, "*", SearchOption.AllDirectories))
            {
                seen.AppendLine().Append(await File.ReadAllTextAsync(file));
            }
        }

        return seen.ToString();
    }

    private static void Replace(FakeRepository repository, string old, string text)
    {
        string file = Path.Combine(repository.Folder, "events.jsonl");
        string events = File.ReadAllText(file);
        events.ShouldContain(old);
        File.WriteAllText(file, events.Replace(old, JsonValue.Create(text).ToJsonString()[1..^1], StringComparison.Ordinal));
    }

    private static void ShouldHoldNoPartOfIt(string text)
    {
        for (int start = 0; start + 5 <= Token.Length; start++)
        {
            text.ShouldNotContain(Token.Substring(start, 5), Case.Sensitive);
        }
    }
}
