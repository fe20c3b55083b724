namespace Playbooks.Hosting;

/// <summary>
/// The steps that set and check the options of one part: services, configuration, application code, validation.
/// </summary>
/// <typeparam name="TOptions">The part's own options.</typeparam>
internal sealed record OptionsPart<TOptions>
{
    /// <summary>The name of the part's section below the whole section.</summary>
    public required string Name { get; init; }

    /// <summary>Takes the clock and the logger from the services, before anything else is set.</summary>
    public Action<IServiceProvider, TOptions> TakeServices { get; init; } = static (_, _) => { };

    /// <summary>Reads the part's section.</summary>
    public required Action<OptionsSection, TOptions> Bind { get; init; }

    /// <summary>Makes relative paths absolute.</summary>
    public Action<ContentRoot, TOptions> ResolvePaths { get; init; } = static (_, _) => { };

    /// <summary>Finds faults, each with the option's name first.</summary>
    public required Func<TOptions, IEnumerable<string>> FindFaults { get; init; }
}
