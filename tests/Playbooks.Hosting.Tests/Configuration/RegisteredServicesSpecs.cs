using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Playbooks.Agent;
using Playbooks.Agent.Discovery;
using Playbooks.Agent.Mapping;
using Playbooks.Hosting.Tests.Support;

namespace Playbooks.Hosting.Tests.Configuration;

/// <summary>Whatever an application registers of what a part can use, is used; and what it sets in code as well.</summary>
public sealed class RegisteredServicesSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Step_handlers_registered_and_set_in_code()
    {
        _folder.Write("p.yaml", "name: P\nsteps: [{ id: a, type: test.registered }, { id: b, type: test.set }]\n");
        List<string> ran = [];

        ExecutionReport report = await RunAsync(
            services => services.AddSingleton<IStepHandler>(Step("test.registered")), options => options.Steps = [Step("test.set")]);

        report.Error.ShouldBeNull();
        ran.ShouldBe(["test.registered", "test.set"]);

        LambdaStep Step(string type) => new(type, _ =>
        {
            ran.Add(type);
            return StepResult.Completed();
        });
    }

    [Fact]
    public async Task Audit_sinks_registered_and_set_in_code()
    {
        _folder.Write("p.yaml", "name: P\nsteps: [{ id: a, type: utility.log, parameters: { message: hello } }]\n");
        CollectingSink registered = new();
        CollectingSink set = new();

        await RunAsync(services => services.AddSingleton<IAuditSink>(registered), options => options.AuditSinks = [set]);

        registered.Events.ShouldNotBeEmpty();
        set.Events.Count.ShouldBe(registered.Events.Count);
    }

    [Fact]
    public async Task Credential_providers_of_which_the_one_set_in_code_is_asked_first()
    {
        _folder.Write("p.yaml", """
            name: P
            steps: [{ id: a, type: utility.log, parameters: { message: "{{ credential.a.username }} {{ credential.b.username }}" } }]
            outputs: { said: "{{ step.a.message }}" }
            """);

        ExecutionReport report = await RunAsync(
            services => services.AddSingleton<ICredentialProvider>(new InMemoryCredentialProvider(User("a", "registered"), User("b", "registered"))),
            options => options.Credentials = new InMemoryCredentialProvider(User("a", "set")));

        report.Outputs["said"].ShouldBe("set registered");

        static Credential User(string name, string username) => new() { Name = name, Username = username };
    }

    [Fact]
    public async Task An_http_client_is_only_taken_from_code_that_may_ask_for_a_service()
    {
        _folder.Write("p.yaml", "name: P\nsteps: [{ id: a, type: http.request, parameters: { url: 'http://service.invalid/' } }]\n");
        using HttpClient client = new(new AnsweringHandler());
        ServiceCollection services = new();
        services.AddSingleton(client);
        services.AddPlaybooks(options => options.LibraryRoot = _folder.Path);
        services.AddOptions<PlaybooksOptions>().Configure<HttpClient>((options, registered) => options.HttpClient = registered);
        await using ServiceProvider provider = services.BuildServiceProvider();

        ExecutionReport report = await provider.GetRequiredService<PlaybookEngine>().RunAsync("p.yaml", cancellationToken: Cancellation);

        report.Error.ShouldBeNull();
    }

    [Fact]
    public async Task A_clock()
    {
        _folder.Write("p.yaml", "name: P\nsteps: [{ id: a, type: utility.log, parameters: { message: hello } }]\n");

        ExecutionReport report = await RunAsync(services => services.AddSingleton<TimeProvider>(new ClockOf1999()), _ => { });

        report.StartedAt.Year.ShouldBe(1999);
    }

    [Fact]
    public async Task An_embedding_generator_and_matchers()
    {
        SameEmbeddings embeddings = new();
        AskedMatcher matcher = new();
        ServiceCollection services = new();
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(embeddings);
        services.AddSingleton<IIntentMatcher>(matcher);
        services.AddPlaybooks(options => options.LibraryRoot = _folder.Path).AddAgent();
        await using ServiceProvider provider = services.BuildServiceProvider();

        // Words that name no playbook: the matchers that look at them by letters find nothing.
        await provider.GetRequiredService<IntentMapper>().MapAsync(
            "Make the heartbeat monitor available", [new AnsiblePlaybookInfo { Path = "kuma-deploy.yml", Service = "kuma", Digest = "1" }], cancellationToken: Cancellation);

        embeddings.Texts.ShouldBeGreaterThan(0);
        matcher.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_store_of_results()
    {
        InMemoryWorkResultStore results = new();
        ServiceCollection services = new();
        GatedHandler handler = new();
        handler.Release("1");
        services.AddSingleton<IWorkResultStore>(results);
        services.AddPlaybooks(options => options.LibraryRoot = _folder.Path).AddAgent().AddWorkHandler(handler);
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetRequiredService<InfrastructureAgent>().ExecuteAsync(new WorkRequest { TaskId = "1", WorkType = "gated" }, Cancellation);

        (await results.FindAsync("1", Cancellation)).ShouldNotBeNull();
    }

    private async Task<ExecutionReport> RunAsync(Action<IServiceCollection> register, Action<PlaybooksOptions> configure)
    {
        ServiceCollection services = new();
        register(services);
        services.AddPlaybooks(options =>
        {
            options.LibraryRoot = _folder.Path;
            configure(options);
        });
        await using ServiceProvider provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<PlaybookEngine>().RunAsync("p.yaml", cancellationToken: Cancellation);
    }

    private sealed class CollectingSink : IAuditSink
    {
        public List<ExecutionEvent> Events { get; } = [];

        public ValueTask WriteAsync(ExecutionEvent happened, CancellationToken cancellationToken)
        {
            Events.Add(happened);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class AnsweringHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("fine"), RequestMessage = request });
    }

    private sealed class ClockOf1999 : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(1999, 12, 31, 0, 0, 0, TimeSpan.Zero);
    }

    private sealed class AskedMatcher : IIntentMatcher
    {
        public int Asked { get; private set; }

        public string Name => "asked";

        public ValueTask<IReadOnlyList<IntentCandidate>> MatchAsync(IntentQuery query, CancellationToken cancellationToken)
        {
            Asked++;
            return new((IReadOnlyList<IntentCandidate>)[]);
        }
    }

    private sealed class SameEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
    {
        public int Texts { get; private set; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            string[] texts = [.. values];
            Texts += texts.Length;
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(texts.Select(_ => new Embedding<float>(new float[] { 1, 0 }))));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
