namespace Playbooks.Agent.Discovery;

/// <summary>What a repository's catalogue knows of one Ansible playbook, without running it.</summary>
public sealed record AnsiblePlaybookInfo
{
    /// <summary>The file, relative to the repository, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>What it is about, in lower case: by its file name (<c>kuma-deploy.yml</c> is about <c>kuma</c>), or as its header says (<c># playbooks:service=kuma</c>).</summary>
    public required string Service { get; init; }

    /// <summary>What it does: the comment at its beginning, or the name of its first play; empty when there is neither.</summary>
    public string Description { get; init; } = "";

    /// <summary>The variables that it uses and that neither it, its vars files nor its roles give a value, by name.</summary>
    public IReadOnlyList<RequiredVariable> RequiredVariables { get; init; } = [];

    /// <summary>The tags of its plays, roles, blocks and tasks; each once, by name.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The host patterns of its plays, in their order; each once.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The roles that its plays name, in their order; each once.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The SHA-256 of the file's bytes, in lower-case hexadecimal: what was learned about it holds for this content only.</summary>
    public required string Digest { get; init; }
}
