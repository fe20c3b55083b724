namespace Playbooks.Ansible;

/// <summary>Whether Ansible can read an Ansible playbook with all that it imports. What it includes as it runs is not read.</summary>
/// <param name="IsValid">Whether it can.</param>
/// <param name="Errors">Why not; empty when it can.</param>
public sealed record AnsibleSyntaxCheck(bool IsValid, IReadOnlyList<string> Errors);
