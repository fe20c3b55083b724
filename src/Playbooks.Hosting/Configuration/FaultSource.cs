using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Playbooks.Hosting;

/// <summary>Asks one part's options for their faults.</summary>
/// <param name="key">The part's configuration key, such as <c>Playbooks:Ansible</c>.</param>
/// <param name="options">The options.</param>
/// <param name="find">Finds faults, each with the option's name first.</param>
internal sealed class FaultSource<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(string key, IOptions<TOptions> options, Func<TOptions, IEnumerable<string>> find) : IFaultSource
    where TOptions : class, IBoundOptions
{
    public IEnumerable<string> Faults() => [.. options.Value.BindingFaults, .. find(options.Value).Select(fault => $"{key}:{fault}")];
}
