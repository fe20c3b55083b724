namespace Playbooks.Agent;

/// <summary>A scaffold of an Ansible playbook and its role.</summary>
internal sealed record GeneratedTemplate
{
    /// <summary>The Ansible playbook, relative to the repository.</summary>
    public required string Playbook { get; init; }

    /// <summary>The role's name.</summary>
    public required string Role { get; init; }

    /// <summary>True when the files were written to the repository.</summary>
    public bool Written { get; init; }

    /// <summary>The files.</summary>
    public IReadOnlyList<TemplateFile> Files { get; init; } = [];
}
