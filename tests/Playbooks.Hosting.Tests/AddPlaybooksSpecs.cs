using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Playbooks.Ansible;

namespace Playbooks.Hosting.Tests;

public sealed class AddPlaybooksSpecs : IDisposable
{
    private readonly TemporaryFolder _library = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task A_host_runs_a_playbook_with_a_step_type_of_its_own_that_asks_for_a_service()
    {
        _library.Write("greet.yaml", """
            name: Greet
            parameters: [{ name: who, required: true }]
            steps:
              - { id: say, type: demo.greet, parameters: { who: "{{ parameter.who }}" } }
            outputs: { said: "{{ step.say.greeting }}" }
            """);
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(new Greeting("Good morning"));
        builder.Services.AddPlaybooks(options => options.LibraryRoot = _library.Path).AddStep<GreetStep>();
        using IHost host = builder.Build();
        await host.StartAsync(Cancellation);

        PlaybookEngine engine = host.Services.GetRequiredService<PlaybookEngine>();
        ExecutionReport report = await engine.RunAsync("greet.yaml", new Dictionary<string, object?> { ["who"] = "Ada" }, Cancellation);

        report.Error.ShouldBeNull();
        report.Outputs["said"].ShouldBe("Good morning, Ada!");
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_host_can_forbid_every_step_that_starts_a_process()
    {
        _library.Write("starts.yaml", """
            name: Starts
            steps:
              - { id: command, type: utility.command, parameters: { program: ls } }
              - { id: script, type: utility.python, parameters: { script: "1" } }
              - { id: deploy, type: ansible.run, parameters: { playbook: site.yml } }
              - { id: say, type: utility.log, parameters: { message: hello } }
            """);
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Configuration["Playbooks:LibraryRoot"] = _library.Path;
        builder.Configuration["Playbooks:AllowProcesses"] = "false";
        builder.Services.AddPlaybooks(options => builder.Configuration.GetSection("Playbooks").Bind(options)).AddAnsible(options => options.Repository = _library.Path);
        using IHost host = builder.Build();

        PlanningResult planning = await host.Services.GetRequiredService<PlaybookEngine>().PlanAsync("starts.yaml", Cancellation);

        planning.Diagnostics.Select(diagnostic => $"{diagnostic.Code} {diagnostic.Location.Line}").ShouldBe(["PB2014 3", "PB2014 4", "PB2014 5"]);
    }

    [Fact]
    public async Task Every_fault_of_the_options_is_named_when_the_host_starts()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services
            .AddPlaybooks(options =>
            {
                options.LibraryRoot = "/nowhere/at/all";
                options.MaximumNestingDepth = -1;
                options.CancellationGrace = TimeSpan.FromDays(1);
            })
            .AddAnsible(options =>
            {
                options.ArtifactRetention = -1;
                options.RunnerProgram = " ";
            });
        using IHost host = builder.Build();

        OptionsValidationException thrown = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));

        thrown.Failures.ShouldBe(
            [
                "Playbooks:LibraryRoot: the folder '/nowhere/at/all' does not exist",
                "Playbooks:MaximumNestingDepth is -1; it must be from 0 to 10000",
                "Playbooks:CancellationGrace is 1.00:00:00; it must be from 0 to 00:10:00",
                "Playbooks:Ansible:Repository is not set: give the folder of the Ansible playbooks in AddAnsible",
                "Playbooks:Ansible:ArtifactRetention is -1; it must be from 0 to 10000",
                "Playbooks:Ansible:RunnerProgram is empty; it names the program, such as ansible-runner",
            ]);
        thrown.Message.ShouldBe(string.Join("; ", thrown.Failures));
    }

    [Fact]
    public void A_relative_library_is_found_below_the_content_root()
    {
        Directory.CreateDirectory(Path.Combine(_library.Path, "books"));
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = _library.Path });
        builder.Services.AddPlaybooks(options => options.LibraryRoot = "books");
        using IHost host = builder.Build();

        host.Services.GetRequiredService<PlaybookLibrary>().RootDirectory.ShouldEndWith("/books");
    }

    [Fact]
    public async Task Without_a_host_a_plain_container_serves()
    {
        ServiceCollection services = new();
        services.AddPlaybooks(options => options.LibraryRoot = _library.Path).AddAnsible(options => options.Repository = _library.Path);
        await using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<AnsibleExecutor>().Repository.ShouldBe(_library.Path);
        provider.GetRequiredService<AnsibleExecutor>().ShouldBeSameAs(provider.GetRequiredService<AnsibleExecutor>());
        provider.GetRequiredService<PlaybookEngine>().StepTypes.Select(step => step.Type).ShouldContain("ansible.run");
    }

    [Fact]
    public void The_engine_is_one_for_the_application()
    {
        ServiceCollection services = new();
        services.AddPlaybooks(options => options.LibraryRoot = _library.Path);
        using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<PlaybookEngine>().ShouldBeSameAs(provider.GetRequiredService<PlaybookEngine>());
    }

    [Fact]
    public async Task Credentials_come_from_the_registered_provider()
    {
        _library.Write("login.yaml", """
            name: Login
            steps:
              - { id: say, type: demo.greet, parameters: { who: "{{ credential.admin.username }}" } }
            outputs: { said: "{{ step.say.greeting }}" }
            """);
        ServiceCollection services = new();
        services.AddPlaybooks(options => options.LibraryRoot = _library.Path)
            .AddStep(new GreetStep(new Greeting("Hello")))
            .AddCredentials(new InMemoryCredentialProvider(new Credential { Name = "admin", Username = "root" }));
        await using ServiceProvider provider = services.BuildServiceProvider();

        ExecutionReport report = await provider.GetRequiredService<PlaybookEngine>().RunAsync("login.yaml", cancellationToken: Cancellation);

        report.Outputs["said"].ShouldBe("Hello, root!");
    }

    private sealed record Greeting(string Words);

    private sealed class GreetStep(Greeting greeting) : IStepHandler
    {
        public StepDefinition Definition { get; } = new()
        {
            Type = "demo.greet",
            Description = "Greets somebody.",
            Parameters = [new() { Name = "who", Required = true }],
            Outputs = [new("greeting", "The greeting.")],
        };

        public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
            => new(StepResult.Completed(new Dictionary<string, object?> { ["greeting"] = $"{greeting.Words}, {context.Arguments.GetString("who")}!" }));
    }
}
