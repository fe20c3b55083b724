using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Playbooks.Agent.Discovery;
using Playbooks.Ansible;

namespace Playbooks.Hosting;

/// <summary>
/// The options of an application's Ansible executor, with its repository. In the configuration they are in the section
/// <c>Playbooks:Ansible</c>.
/// </summary>
public sealed class AnsibleHostingOptions : AnsibleExecutorOptions
{
    /// <summary>
    /// The folder with the Ansible playbooks, which must exist. <c>~</c> stands for the home folder. A relative path
    /// starts at the content root.
    /// </summary>
    public string Repository { get; set; } = "";

    /// <summary>The options of the catalogue of that repository.</summary>
    public AnsiblePlaybookCatalogOptions Catalog { get; } = new();

    internal static OptionsPart<AnsibleHostingOptions> Part { get; } = new()
    {
        Name = "Ansible",
        TakeServices = TakeServices,
        Bind = Bind,
        ResolvePaths = static (contentRoot, options) =>
        {
            options.Repository = contentRoot.Resolve(options.Repository);
            options.ArtifactDirectory = options.ArtifactDirectory is { } directory ? contentRoot.Resolve(directory) : null;
        },
        FindFaults = static options =>
        [
            .. ContentRoot.FolderFaults(nameof(Repository), options.Repository, "give the folder of the Ansible playbooks in AddAnsible"),
            .. options.FindFaults(),
            .. options.Catalog.FindFaults().Select(fault => $"{nameof(Catalog)}:{fault}"),
        ],
    };

    private static void TakeServices(IServiceProvider services, AnsibleHostingOptions options)
    {
        options.TimeProvider = options.Catalog.TimeProvider = services.GetRequiredService<TimeProvider>();
        options.Logger = services.GetService<ILogger<AnsibleExecutor>>() ?? options.Logger;
        options.Catalog.Logger = services.GetService<ILogger<AnsiblePlaybookCatalog>>() ?? options.Catalog.Logger;
    }

    private static void Bind(OptionsSection section, AnsibleHostingOptions options)
    {
        section.Text(nameof(Repository), value => options.Repository = value);
        section.Choice<AnsibleBackend>(nameof(Backend), value => options.Backend = value);
        section.Number(nameof(ArtifactRetention), value => options.ArtifactRetention = value);
        section.Text(nameof(ArtifactDirectory), value => options.ArtifactDirectory = value);
        section.Text(nameof(RunnerProgram), value => options.RunnerProgram = value);
        section.Text(nameof(PlaybookProgram), value => options.PlaybookProgram = value);
        section.Map(nameof(Environment), options.Environment);
        section.Time(nameof(GracePeriod), value => options.GracePeriod = value);
        section.Flag(nameof(KeepBackgroundProcesses), value => options.KeepBackgroundProcesses = value);
        section.Number(nameof(WarmServers), value => options.WarmServers = value);
        section.Number(nameof(WarmRunsPerServer), value => options.WarmRunsPerServer = value);
        section.Time(nameof(WarmIdleTime), value => options.WarmIdleTime = value);
        section.Section(nameof(Catalog), below => Bind(below, options.Catalog));
    }

    private static void Bind(OptionsSection section, AnsiblePlaybookCatalogOptions options)
    {
        section.Text(nameof(options.PythonProgram), value => options.PythonProgram = value);
        section.Time(nameof(options.Lifetime), value => options.Lifetime = value);
        section.Flag(nameof(options.WatchFiles), value => options.WatchFiles = value);
        section.Number(nameof(options.MaximumParallelism), value => options.MaximumParallelism = value);
        section.Long(nameof(options.MaximumFileBytes), value => options.MaximumFileBytes = value);
    }
}
