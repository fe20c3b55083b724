namespace Playbooks.Hosting;

/// <summary>Holds the faults of a configuration section until its options are validated.</summary>
/// <typeparam name="TOptions">The options that were read from it.</typeparam>
internal sealed class BindingFaults<TOptions>
{
    /// <summary>
    /// The faults, a sentence each, with the configuration key first. Each reading of the section replaces them.
    /// </summary>
    public IReadOnlyList<string> Found { get; set; } = [];
}
