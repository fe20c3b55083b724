namespace Playbooks.Hosting;

/// <summary>A program of Ansible, and the answer to the question for its version.</summary>
/// <param name="Name">Its name or path.</param>
/// <param name="Version">The output of its version; empty when it could not be run.</param>
/// <param name="Fault">The reason why it could not be run; null when it could.</param>
internal sealed record AnsibleProgram(string Name, string Version, string? Fault);
