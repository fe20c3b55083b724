using Microsoft.Extensions.Options;

namespace Playbooks.Hosting;

/// <summary>Finds everything that is wrong with the options of all parts at once: whoever asks for one part is told of all.</summary>
internal sealed class PlaybooksOptionsValidator(ContentRoot contentRoot, PlaybooksKey key, BindingFaults<PlaybooksOptions> binding, IEnumerable<IFaultSource> parts) : IValidateOptions<PlaybooksOptions>
{
    private const int DeepestNesting = 32;

    private static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, PlaybooksOptions options)
    {
        List<string> faults = [.. binding.Found, .. Faults(options).Select(fault => $"{key.Value}:{fault}"), .. parts.SelectMany(part => part.Faults())];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(PlaybooksOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.LibraryRoot))
        {
            yield return $"{nameof(PlaybooksOptions.LibraryRoot)} is not set: give the folder of the playbooks in AddPlaybooks";
        }
        else if (!Directory.Exists(contentRoot.Resolve(options.LibraryRoot)))
        {
            yield return $"{nameof(PlaybooksOptions.LibraryRoot)}: the folder '{contentRoot.Resolve(options.LibraryRoot)}' does not exist";
        }

        if (options.MaximumNestingDepth is < 0 or > DeepestNesting)
        {
            yield return $"{nameof(PlaybooksOptions.MaximumNestingDepth)} is {options.MaximumNestingDepth}; it must be from 0 to {DeepestNesting}";
        }

        if (options.CancellationGrace < TimeSpan.Zero || options.CancellationGrace > LongestGrace)
        {
            yield return $"{nameof(PlaybooksOptions.CancellationGrace)} is {options.CancellationGrace}; it must be from 0 to {LongestGrace}";
        }
    }
}
