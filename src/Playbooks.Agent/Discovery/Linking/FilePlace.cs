namespace Playbooks.Agent.Discovery.Linking;

/// <summary>From where a file is looked for.</summary>
/// <param name="PlaybookFolder">The folder of the Ansible playbook.</param>
/// <param name="FileFolder">The folder of the file that names another one.</param>
/// <param name="RoleFolder">The role that file belongs to, or null.</param>
internal sealed record FilePlace(string PlaybookFolder, string FileFolder, string? RoleFolder);
