using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Playbooks.Hosting;

public static partial class PlaybooksBuilderExtensions
{
    /// <summary>Takes credentials from the application's configuration, from its section <c>Playbooks:Credentials</c>.</summary>
    /// <remarks>See <see cref="ConfigurationCredentialProvider"/> for the names. It is asked after the providers that were added before it.</remarks>
    /// <exception cref="InvalidOperationException">When the engine is made: there is no <see cref="IConfiguration"/> among the services.</exception>
    public static PlaybooksBuilder AddConfigurationCredentials(this PlaybooksBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<ICredentialProvider>(services => new ConfigurationCredentialProvider(
            services.GetService<IConfiguration>() ?? throw new InvalidOperationException(
                "AddConfigurationCredentials needs an IConfiguration among the services. A host brings one; without a host, add yours: services.AddSingleton<IConfiguration>(configuration).")));
        return builder;
    }
}
