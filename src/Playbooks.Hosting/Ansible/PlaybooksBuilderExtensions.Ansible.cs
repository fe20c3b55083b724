using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Playbooks.Agent.Discovery;
using Playbooks.Ansible;

namespace Playbooks.Hosting;

/// <summary>
/// Adds parts to an application's playbooks: Ansible, the agent and its queue, the store, credentials.
/// </summary>
/// <remarks>Each part has a file in the folder of its name.</remarks>
public static partial class PlaybooksBuilderExtensions
{
    /// <summary>
    /// Registers an <see cref="AnsibleExecutor"/> and an <see cref="AnsiblePlaybookCatalog"/> for one repository, and
    /// the step type <c>ansible.run</c>, whose steps use that repository unless they name another.
    /// </summary>
    /// <param name="builder">The result of <c>AddPlaybooks</c>.</param>
    /// <param name="configure">Sets options over the configuration; null for none.</param>
    /// <remarks>
    /// The executor is disposed of with the container. So dispose of the container asynchronously, as hosts do:
    /// <c>await using</c>.
    /// </remarks>
    public static PlaybooksBuilder AddAnsible(this PlaybooksBuilder builder, Action<AnsibleHostingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        builder.AddPart(AnsibleHostingOptions.Part, configure);
        services.TryAddSingleton(provider => new AnsibleExecutor(AnsibleOptions(provider).Repository, AnsibleOptions(provider)));
        services.TryAddSingleton(provider => new AnsiblePlaybookCatalog(AnsibleOptions(provider).Repository, AnsibleOptions(provider).Catalog));
        services.TryAddSingleton(provider => new AnsiblePrograms(AnsibleOptions(provider), provider.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStepHandler, AnsibleRunStep>(
            provider => new AnsibleRunStep(AnsibleOptions(provider), AnsibleOptions(provider).Repository)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AnsibleStart>());
        return builder;
    }

    private static AnsibleHostingOptions AnsibleOptions(IServiceProvider provider) => provider.GetValid<AnsibleHostingOptions>();
}
