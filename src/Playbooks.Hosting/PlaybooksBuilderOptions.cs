using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Playbooks.Hosting;

/// <summary>
/// Registers the options of one part. They are set from the services, then the configuration, then the application's
/// code.
/// </summary>
internal static class PlaybooksBuilderOptions
{
    /// <param name="builder">The builder, which knows the whole section.</param>
    /// <param name="part">The part.</param>
    /// <param name="configure">The application's code, which wins over the configuration.</param>
    public static void AddPart<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this PlaybooksBuilder builder, OptionsPart<TOptions> part, Action<TOptions>? configure)
        where TOptions : class
    {
        string key = $"{builder.Key}:{part.Name}";
        builder.Services.AddOptionsOf(part, key, builder.Section?.GetSection(part.Name), configure);

        // A part that is added twice is still one part. What was set last counts.
        if (!builder.Services.Any(service => service.ServiceType == typeof(FaultSource<TOptions>)))
        {
            builder.Services.AddSingleton(provider => new FaultSource<TOptions>(
                key, provider.GetRequiredService<IOptions<TOptions>>(), provider.GetRequiredService<BindingFaults<TOptions>>(), part.FindFaults));
            builder.Services.AddSingleton<IFaultSource>(provider => provider.GetRequiredService<FaultSource<TOptions>>());
        }
    }

    /// <summary>
    /// Registers options and the steps that set them. Faults of the section are kept for the validation.
    /// </summary>
    public static void AddOptionsOf<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IServiceCollection services, OptionsPart<TOptions> part, string key, IConfiguration? section, Action<TOptions>? configure)
        where TOptions : class
    {
        OptionsBuilder<TOptions> options = services.AddOptions<TOptions>();
        if (!services.Any(service => service.ServiceType == typeof(BindingFaults<TOptions>)))
        {
            services.AddSingleton<BindingFaults<TOptions>>();
            options.Configure<IServiceProvider>((value, provider) => part.TakeServices(provider, value));
            options.PostConfigure<ContentRoot>((value, contentRoot) => part.ResolvePaths(contentRoot, value));
        }

        if (section is not null)
        {
            options.Configure<BindingFaults<TOptions>>((value, faults) =>
            {
                List<string> found = [];
                OptionsSection reader = new(section, key, found);
                part.Bind(reader, value);
                reader.End();
                faults.Found = found;
            });
        }

        if (configure is not null)
        {
            options.Configure(configure);
        }
    }

    /// <summary>Gets the options of a part, after all options of the application were validated.</summary>
    /// <exception cref="OptionsValidationException">Some options are wrong; the message names every fault of every
    /// part.</exception>
    public static TOptions GetValid<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IServiceProvider provider)
        where TOptions : class
    {
        _ = provider.GetRequiredService<IOptions<PlaybooksOptions>>().Value;
        return provider.GetRequiredService<IOptions<TOptions>>().Value;
    }
}
