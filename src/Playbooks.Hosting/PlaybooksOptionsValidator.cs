using Microsoft.Extensions.Options;

namespace Playbooks.Hosting;

/// <summary>Finds everything that is wrong with the options at once.</summary>
internal sealed class PlaybooksOptionsValidator(ContentRoot contentRoot) : IValidateOptions<PlaybooksOptions>
{
    private const int DeepestNesting = 32;

    private static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, PlaybooksOptions options)
    {
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(options.LibraryRoot))
        {
            faults.Add($"{nameof(PlaybooksOptions.LibraryRoot)} is not set: give the folder of the playbooks in AddPlaybooks");
        }
        else if (!Directory.Exists(contentRoot.Resolve(options.LibraryRoot)))
        {
            faults.Add($"{nameof(PlaybooksOptions.LibraryRoot)}: the folder '{contentRoot.Resolve(options.LibraryRoot)}' does not exist");
        }

        if (options.MaximumNestingDepth is < 0 or > DeepestNesting)
        {
            faults.Add($"{nameof(PlaybooksOptions.MaximumNestingDepth)} is {options.MaximumNestingDepth}; it must be from 0 to {DeepestNesting}");
        }

        if (options.CancellationGrace < TimeSpan.Zero || options.CancellationGrace > LongestGrace)
        {
            faults.Add($"{nameof(PlaybooksOptions.CancellationGrace)} is {options.CancellationGrace}; it must be from 0 to {LongestGrace}");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
