namespace Playbooks.Agent.Discovery.Linking;

/// <summary>The place from which a file is looked for.</summary>
/// <param name="PlaybookFolder">The folder of the Ansible playbook.</param>
/// <param name="FileFolder">The folder of the file that names another one.</param>
/// <param name="RoleFolder">The folder of the role that this file belongs to, or null.</param>
internal sealed record FilePlace(string PlaybookFolder, string FileFolder, string? RoleFolder);
