using Microsoft.Extensions.Options;

namespace Playbooks.Hosting;

/// <summary>Finds the faults in the options of all parts at once, so that one message reports all of them.</summary>
internal sealed class PlaybooksOptionsValidator(PlaybooksKey key, BindingFaults<PlaybooksOptions> binding, IEnumerable<IFaultSource> parts)
    : IValidateOptions<PlaybooksOptions>
{
    public ValidateOptionsResult Validate(string? name, PlaybooksOptions options)
    {
        IEnumerable<string> own = PlaybooksOptions.Part.FindFaults(options).Select(fault => $"{key.Value}:{fault}");
        List<string> faults = [.. binding.Found, .. own, .. parts.SelectMany(part => part.Faults())];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
