namespace Playbooks.Ansible;

/// <summary>A task of a play.</summary>
/// <param name="Name">Its name, after that of its role and <c> : </c> when it has one; its action when it has no name. Templates in it are as they were written.</param>
/// <param name="Tags">Its tags, those of its play and its role among them.</param>
public sealed record AnsibleTask(string Name, IReadOnlyList<string> Tags);
