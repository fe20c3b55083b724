namespace Playbooks.Agent.Discovery;

/// <summary>The catalogue's knowledge of one Ansible playbook.</summary>
public sealed record AnsiblePlaybookInfo
{
    /// <summary>The file, relative to the repository, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The service that the playbook is about, in lower case. It comes from the header (<c>#
    /// playbooks:service=kuma</c>) or from the file name (<c>kuma-deploy.yml</c> is about <c>kuma</c>).
    /// </summary>
    public required string Service { get; init; }

    /// <summary>
    /// The comment at the beginning of the file, or the name of its first play; empty when there is neither.
    /// </summary>
    public string Description { get; init; } = "";

    /// <summary>
    /// The variables that the playbook uses but that neither it nor its vars files nor its roles define, by name.
    /// </summary>
    public IReadOnlyList<RequiredVariable> RequiredVariables { get; init; } = [];

    /// <summary>The tags of its plays, roles, blocks and tasks; each once, by name.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The host patterns of its plays, in their order; each once.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The roles that its plays name, in their order; each once.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>
    /// The SHA-256 of the file's bytes, in lower-case hexadecimal. The other properties hold for this content only.
    /// </summary>
    public required string Digest { get; init; }
}
