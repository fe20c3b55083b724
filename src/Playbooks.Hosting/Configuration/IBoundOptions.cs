namespace Playbooks.Hosting;

/// <summary>Options that can come from a configuration section, and keep what was wrong with it until they are validated.</summary>
internal interface IBoundOptions
{
    List<string> BindingFaults { get; }
}
