using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Playbooks.Agent;
using Playbooks.Ansible;
using Playbooks.Storage;

namespace Playbooks.Hosting.Tests.Configuration;

/// <summary>Options from the configuration, and what is said when they are wrong.</summary>
public sealed class ConfigurationSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_part_is_set_by_the_configuration()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = _folder.Path });
        Set(builder.Configuration, new()
        {
            ["Playbooks:LibraryRoot"] = ".",
            ["Playbooks:MaximumNestingDepth"] = "5",
            ["Playbooks:Strict"] = "true",
            ["Playbooks:CancellationGrace"] = "00:00:03",
            ["Playbooks:Ansible:Repository"] = ".",
            ["Playbooks:Ansible:Backend"] = "direct",
            ["Playbooks:Ansible:PlaybookProgram"] = "my-ansible",
            ["Playbooks:Ansible:Environment:ANSIBLE_FORKS"] = "7",
            ["Playbooks:Ansible:GracePeriod"] = "00:00:09",
            ["Playbooks:Agent:AgentId"] = "tester",
            ["Playbooks:Agent:Queue:Workers"] = "3",
            ["Playbooks:Agent:Queue:Limit"] = "17",
            ["Playbooks:Agent:Bounds:AllowTemplates"] = "True",
            ["Playbooks:Store:Path"] = "state/history.db",
            ["Playbooks:Store:BusyTimeout"] = "00:00:07",
            ["Playbooks:Credentials:admin:Password"] = "x",
        });
        builder.Services.AddPlaybooks(builder.Configuration.GetSection("Playbooks")).AddAnsible().AddAgent().AddSqliteStore();
        using IHost host = builder.Build();
        await host.StartAsync(Cancellation);

        host.Services.GetRequiredService<IOptions<PlaybooksOptions>>().Value.ShouldSatisfyAllConditions(
            options => options.MaximumNestingDepth.ShouldBe(5),
            options => options.Strict.ShouldBeTrue(),
            options => options.CancellationGrace.ShouldBe(TimeSpan.FromSeconds(3)));
        host.Services.GetRequiredService<IOptions<AnsibleHostingOptions>>().Value.ShouldSatisfyAllConditions(
            options => options.Backend.ShouldBe(AnsibleBackend.Direct),
            options => options.PlaybookProgram.ShouldBe("my-ansible"),
            options => options.Environment.ShouldContainKeyAndValue("ANSIBLE_FORKS", "7"),
            options => options.GracePeriod.ShouldBe(TimeSpan.FromSeconds(9)));
        host.Services.GetRequiredService<IOptions<AgentHostingOptions>>().Value.Bounds.AllowTemplates.ShouldBeTrue();
        host.Services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value.BusyTimeout.ShouldBe(TimeSpan.FromSeconds(7));
        host.Services.GetRequiredService<InfrastructureAgent>().AgentId.ShouldBe("tester");
        host.Services.GetRequiredService<IWorkQueue>().GetStatus().ShouldBe(new WorkQueueStatus(0, 0, 17, 3, true));
        File.Exists(Path.Combine(_folder.Path, "state", "history.db")).ShouldBeTrue();
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Every_fault_of_every_part_is_named_with_its_key_in_one_message()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = _folder.Path });
        Set(builder.Configuration, Wrong("Automation"));
        builder.Services.AddPlaybooks(builder.Configuration.GetSection("Automation")).AddAnsible().AddAgent().AddSqliteStore();
        using IHost host = builder.Build();

        OptionsValidationException thrown = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(Cancellation));

        Check(thrown);
    }

    [Fact]
    public async Task Without_a_host_whatever_is_asked_for_first_says_all_of_it()
    {
        ConfigurationManager configuration = new();
        Set(configuration, Wrong("Automation"));
        ServiceCollection services = new();
        services.AddPlaybooks(configuration.GetSection("Automation")).AddAnsible().AddAgent().AddSqliteStore();
        await using ServiceProvider provider = services.BuildServiceProvider();

        foreach (Type type in (Type[])[typeof(PlaybookEngine), typeof(PlaybookLibrary), typeof(AnsibleExecutor), typeof(InfrastructureAgent), typeof(IWorkQueue), typeof(IExecutionStore)])
        {
            Check(Should.Throw<OptionsValidationException>(() => provider.GetRequiredService(type)));
        }
    }

    [Fact]
    public void What_the_application_sets_wins_over_the_configuration()
    {
        ConfigurationManager configuration = new();
        Set(configuration, new() { ["Playbooks:LibraryRoot"] = "/nowhere", ["Playbooks:Ansible:Repository"] = "/nowhere" });
        ServiceCollection services = new();
        services.AddPlaybooks(configuration.GetSection("Playbooks"), options => options.LibraryRoot = _folder.Path).AddAnsible(options => options.Repository = _folder.Path);
        using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<PlaybookLibrary>().RootDirectory.ShouldBe(_folder.Path);
    }

    private static Dictionary<string, string?> Wrong(string key) => new()
    {
        [$"{key}:LibraryRot"] = ".",
        [$"{key}:MaximumNestingDepth"] = "three",
        [$"{key}:CancellationGrace"] = "30",
        [$"{key}:Ansible:Repository"] = "/nowhere/at/all",
        [$"{key}:Ansible:Backend"] = "1",
        [$"{key}:Ansible:Catalog"] = "fast",
        [$"{key}:Ansible:Catalog:MaximumFileBytes"] = "1 MiB",
        [$"{key}:Agent:Queue:Workers"] = "0",
        [$"{key}:Agent:Queue:Limit"] = "-5",
        [$"{key}:Agent:Queue:RepeatableWorkTypes:0:Name"] = "look",
        [$"{key}:Agent:Mapper:Threshold"] = "high",
        [$"{key}:Agent:Mapper:Margin"] = "1.5",
        [$"{key}:Agent:AgentId:Name"] = "nested",
        [$"{key}:Agent:Strict"] = "true",
        [$"{key}:Store:Path"] = "/proc/self/nowhere/history.db",
    };

    private static void Check(OptionsValidationException thrown)
    {
        thrown.Failures.Select(failure => failure.Split(' ')[0].TrimEnd(':')).ShouldBe(
            [
                "Automation:MaximumNestingDepth",
                "Automation:CancellationGrace",
                "Automation:LibraryRot",
                "Automation:LibraryRoot",
                "Automation:Ansible:Backend",
                "Automation:Ansible:Catalog",
                "Automation:Ansible:Catalog:MaximumFileBytes",
                "Automation:Ansible:Repository",
                "Automation:Agent:AgentId:Name",
                "Automation:Agent:Queue:RepeatableWorkTypes",
                "Automation:Agent:Mapper:Threshold",
                "Automation:Agent:Strict",
                "Automation:Agent:Queue:Workers",
                "Automation:Agent:Queue:Limit",
                "Automation:Agent:Mapper:Margin",
                "Automation:Store:Path",
            ]);
        thrown.Message.ShouldContain("Automation:MaximumNestingDepth is 'three'; it must be a whole number; Automation:CancellationGrace is '30'; it must be a time such as 00:00:30; ");
        thrown.Message.ShouldContain("Automation:LibraryRot is not known; known are Agent, AllowProcesses, Ansible, ");
        thrown.Message.ShouldContain("Automation:Ansible:Backend is '1'; it must be one of Runner, Direct, Warm");
    }

    private static void Set(IConfigurationManager configuration, Dictionary<string, string?> values) => configuration.AddInMemoryCollection(values);
}
