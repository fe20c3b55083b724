using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Playbooks.Ansible;
using Playbooks.Agent.Discovery;

namespace Playbooks.Hosting;

/// <summary>Adds Ansible to an application's playbooks.</summary>
public static class AnsiblePlaybooksBuilderExtensions
{
    /// <summary>
    /// Registers an <see cref="AnsibleExecutor"/> and an <see cref="AnsiblePlaybookCatalog"/> for one repository, and the step type
    /// <c>ansible.run</c>, whose steps use that repository unless they name another.
    /// </summary>
    /// <param name="builder">From <c>AddPlaybooks</c>.</param>
    /// <param name="configure">Sets options over the configuration; null for none.</param>
    /// <remarks>The executor is disposed of with the container, which for that must be disposed of asynchronously, as hosts do: <c>await using</c>.</remarks>
    public static PlaybooksBuilder AddAnsible(this PlaybooksBuilder builder, Action<AnsibleHostingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        builder.AddPart("Ansible", AnsibleHostingOptions.Bind, configure, (provider, options) => AnsibleHostingOptionsFaults.Find(options, provider.GetRequiredService<ContentRoot>()));
        services.TryAddSingleton(provider => new AnsibleExecutor(Repository(provider), ExecutorOptions(provider)));
        services.TryAddSingleton(provider => new AnsiblePlaybookCatalog(Repository(provider), new AnsiblePlaybookCatalogOptions
        {
            TimeProvider = provider.GetRequiredService<TimeProvider>(),
            Logger = provider.GetService<ILogger<AnsiblePlaybookCatalog>>() ?? NullLogger<AnsiblePlaybookCatalog>.Instance,
        }));
        services.TryAddSingleton(provider => new AnsiblePrograms(provider.GetValid<AnsibleHostingOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStepHandler, AnsibleRunStep>(provider => new AnsibleRunStep(ExecutorOptions(provider), Repository(provider))));
        return builder;
    }

    internal static string Repository(IServiceProvider provider)
        => provider.GetRequiredService<ContentRoot>().Resolve(provider.GetValid<AnsibleHostingOptions>().Repository);

    private static AnsibleExecutorOptions ExecutorOptions(IServiceProvider provider)
    {
        AnsibleHostingOptions options = provider.GetValid<AnsibleHostingOptions>();
        AnsibleExecutorOptions executor = new()
        {
            ArtifactDirectory = options.ArtifactDirectory is { } directory ? provider.GetRequiredService<ContentRoot>().Resolve(directory) : null,
            ArtifactRetention = options.ArtifactRetention,
            Backend = options.Backend,
            RunnerProgram = options.RunnerProgram,
            PlaybookProgram = options.PlaybookProgram,
            GracePeriod = options.GracePeriod,
            TimeProvider = provider.GetRequiredService<TimeProvider>(),
            Logger = provider.GetService<ILogger<AnsibleExecutor>>() ?? NullLogger<AnsibleExecutor>.Instance,
        };
        foreach ((string name, string value) in options.Environment)
        {
            executor.Environment[name] = value;
        }

        return executor;
    }
}
