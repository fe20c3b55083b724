using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Playbooks;
using Playbooks.Hosting;
using Playbooks.Storage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Playbooks with an application.</summary>
public static class PlaybooksServiceCollectionExtensions
{
    private const string DefaultKey = "Playbooks";

    /// <summary>
    /// Registers a <see cref="PlaybookLibrary"/> and a <see cref="PlaybookEngine"/>, one of each for the application.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <remarks>
    /// The options of all parts are validated together: when the host starts, or without a host when the first service
    /// is requested. An <see cref="OptionsValidationException"/> names every fault with its configuration key.
    /// </remarks>
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
        return Add(services, DefaultKey, section: null, configure);
    }

    /// <summary>
    /// Registers the same, and takes the options of this part and of every further part from the application's
    /// configuration.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">
    /// The section, such as <c>builder.Configuration.GetSection("Playbooks")</c>. <c>AddAnsible</c>, <c>AddAgent</c>
    /// and <c>AddSqliteStore</c> read the sections <c>Ansible</c>, <c>Agent</c> and <c>Store</c> in it. A value of a
    /// wrong type and an unknown key are faults.
    /// </param>
    /// <param name="configure">Sets options over the configuration; null for none.</param>
    /// <inheritdoc cref="AddPlaybooks(IServiceCollection, Action{PlaybooksOptions})" path="/remarks"/>
    public static PlaybooksBuilder AddPlaybooks(this IServiceCollection services, IConfiguration section, Action<PlaybooksOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        string key = (section as IConfigurationSection)?.Path ?? DefaultKey;
        return Add(services, key, section, configure);
    }

    private static PlaybooksBuilder Add(IServiceCollection services, string key, IConfiguration? section, Action<PlaybooksOptions>? configure)
    {
        // The host validates only these options. Their validator asks every part, so that there is one message.
        services.AddOptionsOf(PlaybooksOptions.Part, key, section, configure);
        services.AddOptions<PlaybooksOptions>().ValidateOnStart();
        services.TryAddSingleton(new PlaybooksKey(key));
        services.TryAddSingleton<ContentRoot>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PlaybooksOptions>, PlaybooksOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new PlaybookLibrary(Options(provider).LibraryRoot, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(MakeEngine);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PlaybooksStart>());
        return new PlaybooksBuilder(services, key, section);
    }

    /// <summary>
    /// Creates the engine. Registered step handlers, audit sinks and credential providers are added to those of the
    /// options; the registered store is used when the options have none.
    /// </summary>
    private static PlaybookEngine MakeEngine(IServiceProvider provider)
    {
        PlaybooksOptions options = Options(provider);
        return new PlaybookEngine(provider.GetRequiredService<PlaybookLibrary>(), options with
        {
            Steps = [.. options.Steps, .. provider.GetServices<IStepHandler>()],
            AuditSinks = [.. options.AuditSinks, .. provider.GetServices<IAuditSink>()],
            Credentials = Credentials([.. options.Credentials is { } first ? [first] : Array.Empty<ICredentialProvider>(), .. provider.GetServices<ICredentialProvider>()]),
            ExecutionStore = options.ExecutionStore ?? provider.GetService<IExecutionStore>(),
        });
    }

    private static ICredentialProvider? Credentials(ICredentialProvider[] providers) => providers switch
    {
        [] => null,
        [var only] => only,
        _ => new CompositeCredentialProvider(providers),
    };

    private static PlaybooksOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<PlaybooksOptions>>().Value;
}
