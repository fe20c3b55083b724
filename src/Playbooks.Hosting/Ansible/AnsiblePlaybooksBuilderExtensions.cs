using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Playbooks.Ansible;

namespace Playbooks.Hosting;

/// <summary>Adds Ansible to an application's playbooks.</summary>
public static class AnsiblePlaybooksBuilderExtensions
{
    /// <summary>Registers an <see cref="AnsibleExecutor"/> for one repository, and the step type <c>ansible.run</c>, whose steps use that repository unless they name another.</summary>
    /// <param name="builder">From <c>AddPlaybooks</c>.</param>
    /// <param name="configure">Sets the options; they are validated when the host starts.</param>
    public static PlaybooksBuilder AddAnsible(this PlaybooksBuilder builder, Action<AnsibleHostingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        IServiceCollection services = builder.Services;
        services.AddOptions<AnsibleHostingOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AnsibleHostingOptions>, AnsibleHostingOptionsValidator>());
        services.TryAddSingleton(provider => new AnsibleExecutor(Repository(provider), ExecutorOptions(provider)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStepHandler, AnsibleRunStep>(provider => new AnsibleRunStep(ExecutorOptions(provider), Repository(provider))));
        return builder;
    }

    private static string Repository(IServiceProvider provider)
        => provider.GetRequiredService<ContentRoot>().Resolve(Options(provider).Repository);

    private static AnsibleExecutorOptions ExecutorOptions(IServiceProvider provider)
    {
        AnsibleHostingOptions options = Options(provider);
        return new AnsibleExecutorOptions
        {
            ArtifactDirectory = options.ArtifactDirectory,
            ArtifactRetention = options.ArtifactRetention,
            RunnerProgram = options.RunnerProgram,
            TimeProvider = provider.GetRequiredService<TimeProvider>(),
            Logger = provider.GetService<ILogger<AnsibleExecutor>>() ?? NullLogger<AnsibleExecutor>.Instance,
        };
    }

    private static AnsibleHostingOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<AnsibleHostingOptions>>().Value;
}
