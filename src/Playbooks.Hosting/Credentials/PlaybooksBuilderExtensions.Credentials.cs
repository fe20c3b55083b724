using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Playbooks.Hosting;

public static partial class PlaybooksBuilderExtensions
{
    /// <summary>
    /// Adds the section <c>Playbooks:Credentials</c> of the application's configuration as a provider of credentials.
    /// </summary>
    /// <remarks>
    /// <see cref="ConfigurationCredentialProvider"/> documents the names. Providers that were added earlier are asked
    /// first.
    /// </remarks>
    /// <exception cref="InvalidOperationException">When the engine is created: the services contain no
    /// <see cref="IConfiguration"/>.</exception>
    public static PlaybooksBuilder AddConfigurationCredentials(this PlaybooksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<ICredentialProvider>(services => new ConfigurationCredentialProvider(
            services.GetService<IConfiguration>() ?? throw new InvalidOperationException(
                "AddConfigurationCredentials needs an IConfiguration among the services. A host brings one; without a host, add yours: services.AddSingleton<IConfiguration>(configuration).")));
        return builder;
    }
}
