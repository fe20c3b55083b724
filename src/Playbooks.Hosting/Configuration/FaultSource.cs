using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Playbooks.Hosting;

/// <summary>Finds the faults of one part's options.</summary>
/// <param name="key">The part's configuration key, such as <c>Playbooks:Ansible</c>.</param>
/// <param name="options">The options.</param>
/// <param name="binding">The faults of their configuration section.</param>
/// <param name="find">Finds faults, each with the option's name first.</param>
internal sealed class FaultSource<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(string key, IOptions<TOptions> options, BindingFaults<TOptions> binding, Func<TOptions, IEnumerable<string>> find) : IFaultSource
    where TOptions : class
{
    public IEnumerable<string> Faults()
    {
        // Read the value first: this reads the section and finds its faults.
        TOptions value = options.Value;
        return [.. binding.Found, .. find(value).Select(fault => $"{key}:{fault}")];
    }
}
