using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Playbooks.Agent;
using Playbooks.Hosting.Tests.Support;

namespace Playbooks.Hosting.Tests.Agent;

public sealed class AddAgentSpecs : IDisposable
{
    private static readonly string[] AllTypes = ["analyze_playbook", "deploy_service", "discover_playbooks", "generate_template", "run_composed", "run_playbook"];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_agent_knows_every_work_type_and_those_of_the_application()
    {
        ServiceCollection services = new();
        services.AddSingleton(new Words("from a service"));
        services.AddPlaybooks(options => options.LibraryRoot = _folder.Path).AddAgent().AddWorkHandler<SayHandler>().AddAnsible(options => options.Repository = _folder.Path);
        await using ServiceProvider provider = services.BuildServiceProvider();

        InfrastructureAgent agent = provider.GetRequiredService<InfrastructureAgent>();

        agent.WorkTypes.ShouldBe([.. AllTypes, "say"]);
        (await agent.ExecuteAsync(new WorkRequest { TaskId = "1", WorkType = "say" }, Cancellation)).Output.ShouldBe("\"from a service\"");
    }

    [Fact]
    public async Task Without_Ansible_it_runs_playbooks_of_the_library_and_an_own_handler_takes_the_place_of_a_built_in_one()
    {
        ServiceCollection services = new();
        services.AddPlaybooks(options => options.LibraryRoot = _folder.Path).AddAgent();
        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<InfrastructureAgent>().WorkTypes.ShouldBe(["run_composed"]);

        ServiceCollection own = new();
        GatedHandler handler = new("run_composed");
        own.AddPlaybooks(options => options.LibraryRoot = _folder.Path).AddAgent().AddWorkHandler(handler);
        await using ServiceProvider second = own.BuildServiceProvider();
        handler.Release("1");
        await second.GetRequiredService<InfrastructureAgent>().ExecuteAsync(new WorkRequest { TaskId = "1", WorkType = "run_composed" }, Cancellation);
        handler.Order.ShouldBe(["1"]);
    }

    [Fact(Timeout = Limit)]
    public async Task The_queue_works_as_long_as_the_host_and_goes_on_after_a_restart()
    {
        GatedHandler handler = new();
        using (IHost host = Build(handler))
        {
            await host.StartAsync(Cancellation);
            IWorkQueue queue = host.Services.GetRequiredService<IWorkQueue>();
            WorkTicket ticket = await queue.EnqueueAsync(new WorkRequest { TaskId = "a", WorkType = "gated" }, Cancellation);
            await handler.BegunAsync("a");
            await queue.EnqueueAsync(new WorkRequest { TaskId = "b", WorkType = "gated" }, Cancellation);
            Task stopping = host.StopAsync(Cancellation);
            handler.Release("a", "b");
            await stopping;
            (await ticket.Completion).Status.ShouldBe(WorkStatus.Completed);
        }

        handler.Order.ShouldBe(["a"]);
        using IHost next = Build(handler);
        await next.StartAsync(Cancellation);
        IWorkQueue again = next.Services.GetRequiredService<IWorkQueue>();
        (await again.Find("b").ShouldNotBeNull().Completion).Status.ShouldBe(WorkStatus.Completed);

        // Done before the restart: its result is given, and it is not done again.
        (await (await again.EnqueueAsync(new WorkRequest { TaskId = "a", WorkType = "gated" }, Cancellation)).Completion).Output.ShouldBe("\"a\"");
        handler.Order.ShouldBe(["a", "b"]);
        await next.StopAsync(Cancellation);
    }

    [Fact(Timeout = Limit)]
    public async Task Health_tells_of_the_programs_the_store_and_the_queue()
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddHealthChecks().AddPlaybooks("ready");
        services.AddPlaybooks(options => options.LibraryRoot = _folder.Path)
            .AddAnsible(options =>
            {
                options.Repository = _folder.Path;
                options.RunnerProgram = "/nowhere/ansible-runner";
                options.PlaybookProgram = "/bin/echo";
            })
            .AddAgent(options => options.Queue.Limit = 5)
            .AddSqliteStore(Path.Combine(_folder.Path, "history.db"));
        services.AddSingleton<IWorkHandler>(new GatedHandler());
        await using ServiceProvider provider = services.BuildServiceProvider();
        HealthCheckService health = provider.GetRequiredService<HealthCheckService>();

        HealthReport report = await health.CheckHealthAsync(Cancellation);
        report.Entries["playbooks-ansible"].Status.ShouldBe(HealthStatus.Unhealthy);
        report.Entries["playbooks-ansible"].Description!.ShouldContain("/nowhere/ansible-runner");
        report.Entries["playbooks-ansible"].Data["/bin/echo"].ShouldBeOfType<string>().ShouldStartWith("echo");
        report.Entries["playbooks-store"].Status.ShouldBe(HealthStatus.Healthy);
        report.Entries["playbooks-queue"].Status.ShouldBe(HealthStatus.Healthy);
        report.Entries.ShouldAllBe(entry => entry.Value.Tags.Contains("ready"));
        // Not started, so everything waits.
        await FillAsync(new WorkQueue(provider.GetRequiredService<InfrastructureAgent>(), new WorkQueueOptions { Limit = 5 }));
    }

    private static async Task FillAsync(WorkQueue queue)
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddSingleton<IWorkQueue>(queue);
        services.AddHealthChecks().AddPlaybooks();
        await using ServiceProvider provider = services.BuildServiceProvider();
        HealthCheckService health = provider.GetRequiredService<HealthCheckService>();
        List<HealthStatus> seen = [];
        for (int i = 0; i < 5; i++)
        {
            await queue.EnqueueAsync(new WorkRequest { TaskId = $"{i}", WorkType = "gated" }, Cancellation);
            seen.Add((await health.CheckHealthAsync(Cancellation)).Status);
        }

        seen.ShouldBe([HealthStatus.Healthy, HealthStatus.Healthy, HealthStatus.Healthy, HealthStatus.Degraded, HealthStatus.Unhealthy]);
        await queue.DisposeAsync();
    }

    private IHost Build(GatedHandler handler)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = _folder.Path });
        builder.Logging.ClearProviders();
        builder.Services.AddPlaybooks(options => options.LibraryRoot = ".").AddAgent(options => options.Queue.Workers = 1).AddWorkHandler(handler).AddSqliteStore("history.db");
        return builder.Build();
    }

    private sealed record Words(string Text);

    private sealed class SayHandler(Words words) : IWorkHandler
    {
        public string WorkType => "say";

        public Task<WorkOutcome> HandleAsync(WorkContext context, CancellationToken cancellationToken) => Task.FromResult(WorkOutcome.Completed(words.Text));
    }
}
