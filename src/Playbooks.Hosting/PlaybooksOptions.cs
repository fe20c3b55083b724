using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Playbooks.Hosting;

/// <summary>
/// The options of an application's engine and of its library. They are validated once, when the host starts, and all
/// faults are reported together.
/// </summary>
/// <remarks>
/// In the configuration they are in the section <c>Playbooks</c>. Registered step handlers, credential providers and
/// audit sinks are used in addition to those that are set here; the registered store is used when none is set here.
/// </remarks>
public sealed record PlaybooksOptions : PlaybookEngineOptions
{
    /// <summary>
    /// The folder of the library, which must exist. <c>~</c> stands for the home folder. A relative path starts at the
    /// content root.
    /// </summary>
    public string LibraryRoot { get; set; } = "";

    internal static OptionsPart<PlaybooksOptions> Part { get; } = new()
    {
        Name = "",
        TakeServices = static (services, options) => options.Logger = services.GetService<ILogger<PlaybookEngine>>()!,
        Bind = Bind,
        ResolvePaths = static (contentRoot, options) => options.LibraryRoot = contentRoot.Resolve(options.LibraryRoot),
        FindFaults = static options =>
            [.. ContentRoot.FolderFaults(nameof(LibraryRoot), options.LibraryRoot, "give the folder of the playbooks in AddPlaybooks"), .. options.FindFaults()],
    };

    private static void Bind(OptionsSection section, PlaybooksOptions options)
    {
        section.Text(nameof(LibraryRoot), value => options.LibraryRoot = value);
        section.Number(nameof(MaximumNestingDepth), value => options.MaximumNestingDepth = value);
        section.Flag(nameof(Strict), value => options.Strict = value);
        section.Flag(nameof(RequireRunToVerify), value => options.RequireRunToVerify = value);
        section.Flag(nameof(AllowProcesses), value => options.AllowProcesses = value);
        section.Time(nameof(CancellationGrace), value => options.CancellationGrace = value);
        section.Time(nameof(FinallyLimit), value => options.FinallyLimit = value);
        section.Time(nameof(LeaseDuration), value => options.LeaseDuration = value);
        section.Leave("Ansible", "Agent", "Store", "Credentials");
    }
}
