namespace Playbooks.Agent.Discovery;

/// <summary>A variable that an Ansible playbook needs to do its work.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as Ansible's argument specs name it, such as <c>str</c>, <c>int</c> or <c>list</c>; null
/// when it is not known.</param>
public sealed record RequiredVariable(string Name, string? Type = null);
