using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Playbooks.Agent.Discovery;
using Playbooks.Ansible;

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
        builder.AddPart(AnsibleHostingOptions.Part, configure);
        services.TryAddSingleton(provider => new AnsibleExecutor(Options(provider).Repository, Options(provider)));
        services.TryAddSingleton(provider => new AnsiblePlaybookCatalog(Options(provider).Repository, Options(provider).Catalog));
        services.TryAddSingleton(provider => new AnsiblePrograms(Options(provider), provider.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStepHandler, AnsibleRunStep>(
            provider => new AnsibleRunStep(Options(provider), Options(provider).Repository)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AnsibleStart>());
        return builder;
    }

    private static AnsibleHostingOptions Options(IServiceProvider provider) => provider.GetValid<AnsibleHostingOptions>();
}
