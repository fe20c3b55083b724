using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Playbooks;
using Playbooks.Hosting;
using Playbooks.Storage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Playbooks with an application.</summary>
public static class PlaybooksServiceCollectionExtensions
{
    /// <summary>Registers a <see cref="PlaybookLibrary"/> and a <see cref="PlaybookEngine"/>, one of each for the application.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options; they are validated when the host starts.</param>
    /// <example>
    /// <code>
    /// builder.Services
    ///     .AddPlaybooks(options =&gt; options.LibraryRoot = "playbooks")
    ///     .AddStep&lt;GreetStep&gt;()
    ///     .AddAnsible(options =&gt; options.Repository = "~/infrastructure");
    /// </code>
    /// </example>
    public static PlaybooksBuilder AddPlaybooks(this IServiceCollection services, Action<PlaybooksOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<PlaybooksOptions>().Configure(configure).ValidateOnStart();
        services.TryAddSingleton<ContentRoot>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PlaybooksOptions>, PlaybooksOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new PlaybookLibrary(
            provider.GetRequiredService<ContentRoot>().Resolve(Options(provider).LibraryRoot),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(MakeEngine);
        return new PlaybooksBuilder(services);
    }

    private static PlaybookEngine MakeEngine(IServiceProvider provider)
    {
        PlaybooksOptions options = Options(provider);
        return new PlaybookEngine(provider.GetRequiredService<PlaybookLibrary>(), new PlaybookEngineOptions
        {
            Steps = [.. provider.GetServices<IStepHandler>()],
            Credentials = provider.GetService<ICredentialProvider>(),
            ExecutionStore = provider.GetService<IExecutionStore>(),
            Planner = new PlannerOptions { MaximumNestingDepth = options.MaximumNestingDepth, Strict = options.Strict },
            CancellationGrace = options.CancellationGrace,
            Logger = provider.GetService<ILogger<PlaybookEngine>>() ?? NullLogger<PlaybookEngine>.Instance,
        });
    }

    private static PlaybooksOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<PlaybooksOptions>>().Value;
}
