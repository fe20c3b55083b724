using System.Text.Json;
using Playbooks.Agent.Discovery;
using Playbooks.Agent.Mapping;
using static Playbooks.Agent.Tests.Mapping.SomePlaybook;

namespace Playbooks.Agent.Tests.Mapping;

public sealed class IntentMapperTests
{
    private static readonly AnsiblePlaybookInfo KumaDeploy = At("kuma-deploy.yml", "kuma", "Deploys Uptime Kuma, which watches sites");
    private static readonly AnsiblePlaybookInfo KumaRemove = At("kuma-remove.yml", "kuma");
    private static readonly AnsiblePlaybookInfo Grafana = At("grafana-deploy.yml", "grafana", "", "grafana_password");

    private static readonly IReadOnlyList<AnsiblePlaybookInfo> Catalogue = [KumaDeploy, KumaRemove, Grafana];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Deploy Kuma", IntentMethod.Exact)]
    [InlineData("kuma-deploy.yml", IntentMethod.Exact)]
    [InlineData("please set kuma up", IntentMethod.Semantic)]
    public async Task MapAsync_AClearIntent_SelectsAndSaysHow(string intent, IntentMethod method)
    {
        IntentMapping mapping = await MapAsync(intent);

        mapping.Playbook.ShouldBe(KumaDeploy);
        mapping.Method.ShouldBe(method);
        mapping.Confidence.ShouldBeGreaterThanOrEqualTo(0.85);
        mapping.Suggestion.ShouldBeEmpty();
    }

    [Fact]
    public async Task MapAsync_AMissingVariable_IsNamedAndNothingSelected()
    {
        IntentMapping mapping = await MapAsync("deploy grafana");

        mapping.Playbook.ShouldBeNull();
        mapping.Confidence.ShouldBe(1);
        mapping.Method.ShouldBe(IntentMethod.None);
        mapping.Suggestion.ShouldContain("grafana_password");
        (await new IntentMapper().MapAsync("deploy grafana", Catalogue, ["grafana_password"], Cancellation)).Playbook.ShouldBe(Grafana);
    }

    [Fact]
    public async Task MapAsync_TwoAsLikely_SaysWhich()
    {
        IntentMapping mapping = await new IntentMapper().MapAsync("deploy kuma", [At("a/kuma-deploy.yml", "kuma"), At("b/kuma-deploy.yml", "kuma")], [], Cancellation);

        mapping.Playbook.ShouldBeNull();
        mapping.Suggestion.ShouldContain("b/kuma-deploy.yml");
        mapping.Alternatives.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("please")]
    [InlineData("\0\u0001")]
    [InlineData("\ud800 deploy")]
    public async Task MapAsync_NothingToGoBy_HasASuggestion(string intent)
    {
        (await MapAsync(intent)).Suggestion.ShouldNotBeEmpty();
        (await new IntentMapper().MapAsync(intent, [], [], Cancellation)).Suggestion.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task MapAsync_AnEndlessIntent_IsRefused()
    {
        IntentMapping mapping = await MapAsync("deploy kuma " + new string('x', 2000));

        mapping.Playbook.ShouldBeNull();
        mapping.Suggestion.ShouldContain("at most 2000");
    }

    [Theory]
    [InlineData("deploy grafana", "grafana-agent-deploy.yml", "grafana-agent")]
    [InlineData("deploy grafana-agent", "grafana-deploy.yml", "grafana")]
    [InlineData("deploy grafana agent", "grafana-deploy.yml", "grafana")]
    [InlineData("deploy kuma", "uptime-kuma-deploy.yml", "uptime-kuma")]
    [InlineData("remove kuma", "kuma-remove-data.yml", "kuma")]
    public async Task MapAsync_ANameInsideAnother_IsNoMatch(string intent, string path, string service)
        => (await new IntentMapper().MapAsync(intent, [At(path, service)], [], Cancellation)).Playbook.ShouldBeNull();

    [Fact]
    public async Task MapAsync_AMarkedServiceOfAnotherFileName_IsFoundByEither()
    {
        AnsiblePlaybookInfo[] catalogue = [At("uptime-monitor-deploy.yml", "kuma")];

        (await new IntentMapper().MapAsync("deploy kuma", catalogue, [], Cancellation)).Playbook.ShouldBe(catalogue[0]);
        (await new IntentMapper().MapAsync("deploy uptime monitor", catalogue, [], Cancellation)).Playbook.ShouldBe(catalogue[0]);
    }

    [Fact]
    public async Task MapAsync_AFileNameThatItsDescriptionDenies_IsNotBelieved()
        => (await new IntentMapper().MapAsync("deploy kuma", [At("kuma-deploy.yml", "kuma", "Remove Kuma and all of its data")], [], Cancellation)).Playbook.ShouldBeNull();

    [Fact]
    public async Task ToJson_IsInSnakeCase()
    {
        using JsonDocument json = JsonDocument.Parse((await MapAsync("please set kuma up")).ToJson());

        json.RootElement.GetProperty("method").GetString().ShouldBe("semantic");
        json.RootElement.GetProperty("playbook").GetProperty("path").GetString().ShouldBe("kuma-deploy.yml");
        json.RootElement.GetProperty("explanation").GetProperty("matchers").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Explanation_NamesMatchersAndGates()
    {
        string text = (await MapAsync("please set kuma up")).Explanation.ToText();

        text.ShouldContain("action: deploy");
        text.ShouldContain("exact: no candidates");
        text.ShouldContain("kuma-remove.yml: it does 'remove', and the intent says 'deploy'");
    }

    [Fact]
    public async Task MapAsync_AModel_FindsWhatIsDescribedAndKeepsVectors()
    {
        using LetterEmbeddings model = new(text => text.Contains("watch", StringComparison.Ordinal) ? [1, 0.1f] : [0.1f, 1]);
        IntentMapper mapper = new(new IntentMapperOptions { EmbeddingGenerator = model });

        IntentMapping mapping = await mapper.MapAsync("set up what watches sites", Catalogue, [], Cancellation);
        IntentMapping described = await mapper.MapAsync("deploy which watches sites", Catalogue, [], Cancellation);
        await mapper.MapAsync("deploy sites watches", Catalogue, [], Cancellation);

        mapping.Playbook.ShouldBeNull("'what' asks");
        described.Playbook.ShouldBe(KumaDeploy);
        described.Method.ShouldBe(IntentMethod.Semantic);
        model.Texts.ShouldBe(Catalogue.Count + 2);
    }

    [Theory]
    [InlineData("remove grafana")]
    [InlineData("deploy zabbix")]
    [InlineData("deploy kuma database")]
    [InlineData("don't deploy kuma")]
    [InlineData("deploy kuma and grafana")]
    [InlineData("deploy grafana")]
    [InlineData("kuma")]
    public async Task MapAsync_AModelThatIsSureOfEverything_OpensNoGate(string intent)
    {
        using LetterEmbeddings model = new(_ => [1, 1]);

        (await new IntentMapper(new IntentMapperOptions { EmbeddingGenerator = model, Margin = 0, Threshold = 0 }).MapAsync(intent, [KumaDeploy, Grafana], [], Cancellation)).Playbook
            .ShouldBe(intent == "deploy kuma database" ? KumaDeploy : null, "a threshold of 0 admits words that nothing explains");
        (await new IntentMapper(new IntentMapperOptions { EmbeddingGenerator = model, Margin = 0 }).MapAsync(intent, [KumaDeploy, Grafana], [], Cancellation)).Playbook.ShouldBeNull();
    }

    [Fact]
    public async Task MapAsync_AModelThatFails_IsLoggedAndDoneWithout()
    {
        Func<string, float[]>[] faults = [_ => throw new HttpRequestException("no model"), _ => [float.NaN], _ => [], _ => [0, 0], text => new float[text.Length > 20 ? 2 : 3].Select(_ => 1f).ToArray()];
        foreach (Func<string, float[]> fault in faults)
        {
            CollectingLogger<IntentMapper> logger = new();
            using LetterEmbeddings model = new(fault);

            IntentMapping mapping = await new IntentMapper(new IntentMapperOptions { EmbeddingGenerator = model, Logger = logger }).MapAsync("deploy sites", Catalogue, [], Cancellation);

            mapping.Playbook.ShouldBeNull();
            logger.Entries.ShouldHaveSingleItem().Id.ShouldBe(40);
        }
    }

    [Fact]
    public async Task MapAsync_AMatcherOfTheApplication_ProposesButDecidesNothing()
    {
        IntentMapperOptions options = new();
        options.Matchers.Add(new SureMatcher(KumaRemove, KumaDeploy, At("made-up.yml", "kuma")));

        (await new IntentMapper(options).MapAsync("deploy watches", Catalogue, [], Cancellation)).Playbook.ShouldBe(KumaDeploy);
        (await new IntentMapper(options).MapAsync("restart watches", Catalogue, [], Cancellation)).Playbook.ShouldBeNull();
    }

    [Fact]
    public void Constructor_OptionsOutOfRange_NamesEveryFault()
    {
        ArgumentException thrown = Should.Throw<ArgumentException>(() => new IntentMapper(new IntentMapperOptions { Threshold = 2, Margin = double.NaN, CachedVectors = 0 }));

        thrown.Message.ShouldContain("Threshold");
        thrown.Message.ShouldContain("Margin");
        thrown.Message.ShouldContain("CachedVectors");
    }

    private static Task<IntentMapping> MapAsync(string intent) => new IntentMapper().MapAsync(intent, Catalogue, [], Cancellation);

    private sealed class SureMatcher(params AnsiblePlaybookInfo[] playbooks) : IIntentMatcher
    {
        public string Name => "sure";

        public ValueTask<IReadOnlyList<IntentCandidate>> MatchAsync(IntentQuery query, CancellationToken cancellationToken)
            => new([.. playbooks.Select(playbook => new IntentCandidate(playbook, 7)), new IntentCandidate(playbooks[0], double.NaN)]);
    }
}
