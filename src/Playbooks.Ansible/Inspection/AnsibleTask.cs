namespace Playbooks.Ansible;

/// <summary>A task of a play.</summary>
/// <param name="Name">The task's name, after its role's name and <c> : </c> if it has a role; its action when it has no
/// name. Templates in it are not rendered.</param>
/// <param name="Tags">Its tags, those of its play and its role among them.</param>
public sealed record AnsibleTask(string Name, IReadOnlyList<string> Tags);
