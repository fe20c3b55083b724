using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Playbooks.Hosting;

/// <summary>Registers the options of one part: first from the configuration, then what the application sets in code.</summary>
internal static class PlaybooksBuilderOptions
{
    /// <param name="builder">Knows the section of the whole.</param>
    /// <param name="name">The part's section below that one.</param>
    /// <param name="bind">Reads the section.</param>
    /// <param name="configure">What the application sets, over the configuration.</param>
    /// <param name="find">Finds faults in the options, each with the option's name first.</param>
    public static void AddPart<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this PlaybooksBuilder builder, string name, Action<OptionsSection, TOptions> bind, Action<TOptions>? configure, Func<IServiceProvider, TOptions, IEnumerable<string>> find)
        where TOptions : class
    {
        string key = $"{builder.Key}:{name}";
        if (builder.Section?.GetSection(name) is { } section)
        {
            builder.Services.AddBound(section, key, bind);
        }

        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        // Added twice, a part is still one; what was set last counts.
        if (!builder.Services.Any(service => service.ServiceType == typeof(FaultSource<TOptions>)))
        {
            builder.Services.AddOptions<TOptions>();
            builder.Services.TryAddSingleton<BindingFaults<TOptions>>();
            builder.Services.AddSingleton(provider => new FaultSource<TOptions>(key, provider.GetRequiredService<IOptions<TOptions>>(), provider.GetRequiredService<BindingFaults<TOptions>>(), options => find(provider, options)));
            builder.Services.AddSingleton<IFaultSource>(provider => provider.GetRequiredService<FaultSource<TOptions>>());
        }
    }

    /// <summary>Registers the reading of options from a section; what is wrong with it is kept for their validation.</summary>
    public static void AddBound<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IServiceCollection services, IConfiguration section, string key, Action<OptionsSection, TOptions> bind)
        where TOptions : class
    {
        services.TryAddSingleton<BindingFaults<TOptions>>();
        services.AddOptions<TOptions>().Configure<BindingFaults<TOptions>>((options, faults) =>
        {
            OptionsSection reader = new(section, key, faults.Found);
            bind(reader, options);
            reader.End();
        });
    }

    /// <summary>The options of a part, once everything that the application has set is known to be right.</summary>
    /// <exception cref="OptionsValidationException">It is not; the message names every fault of every part.</exception>
    public static TOptions GetValid<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(this IServiceProvider provider)
        where TOptions : class
    {
        _ = provider.GetRequiredService<IOptions<PlaybooksOptions>>().Value;
        return provider.GetRequiredService<IOptions<TOptions>>().Value;
    }
}
