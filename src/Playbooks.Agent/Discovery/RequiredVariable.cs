namespace Playbooks.Agent.Discovery;

/// <summary>A variable without which an Ansible playbook cannot do its work.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in the words of Ansible's argument specs, such as <c>str</c>, <c>int</c> or <c>list</c>; null when nothing says.</param>
public sealed record RequiredVariable(string Name, string? Type = null);
