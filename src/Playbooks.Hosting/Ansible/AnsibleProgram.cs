namespace Playbooks.Hosting;

/// <summary>A program of Ansible's, as it was found.</summary>
/// <param name="Name">Its name or path.</param>
/// <param name="Version">What it says of its version; empty when it could not be asked.</param>
/// <param name="Fault">Why it could not be asked; null when it could.</param>
internal sealed record AnsibleProgram(string Name, string Version, string? Fault);
