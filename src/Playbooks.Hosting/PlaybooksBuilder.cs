using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Playbooks.Hosting;

/// <summary>Adds further parts to the engine that <c>AddPlaybooks</c> has registered.</summary>
public sealed class PlaybooksBuilder
{
    internal PlaybooksBuilder(IServiceCollection services, string key, IConfiguration? section)
    {
        Services = services;
        Key = key;
        Section = section;
    }

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The configuration key of the section, for messages.</summary>
    internal string Key { get; }

    /// <summary>
    /// The configuration section that <c>AddPlaybooks</c> was given. Each part reads its own section of it.
    /// </summary>
    internal IConfiguration? Section { get; }

    /// <summary>Adds a step type. Its handler is created once, by dependency injection.</summary>
    public PlaybooksBuilder AddStep<[System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>()
        where THandler : class, IStepHandler
    {
        Services.AddSingleton<IStepHandler, THandler>();
        return this;
    }

    /// <summary>Adds a step type.</summary>
    public PlaybooksBuilder AddStep(IStepHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Services.AddSingleton(handler);
        return this;
    }

    /// <summary>
    /// Adds a provider of credentials. Providers are asked in the order in which they were added; the first that knows
    /// a credential gives it.
    /// </summary>
    public PlaybooksBuilder AddCredentials(ICredentialProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        Services.AddSingleton(provider);
        return this;
    }
}
