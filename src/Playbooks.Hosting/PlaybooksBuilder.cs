using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Playbooks.Hosting;

/// <summary>Goes on from <c>AddPlaybooks</c>: what else the engine has.</summary>
public sealed class PlaybooksBuilder
{
    internal PlaybooksBuilder(IServiceCollection services, string key, IConfiguration? section)
    {
        Services = services;
        Key = key;
        Section = section;
    }

    /// <summary>Where it all is registered.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The configuration key of the section, for messages.</summary>
    internal string Key { get; }

    /// <summary>What <c>AddPlaybooks</c> was given; each part reads its own section of it.</summary>
    internal IConfiguration? Section { get; }

    /// <summary>Adds a step type. Its handler is made once, with what its constructor asks for.</summary>
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

    /// <summary>Says where credentials come from. Several providers are asked in the order in which they were added; the first that knows a credential gives it.</summary>
    public PlaybooksBuilder AddCredentials(ICredentialProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        Services.AddSingleton(provider);
        return this;
    }
}
