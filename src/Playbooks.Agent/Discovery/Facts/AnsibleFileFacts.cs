using Playbooks.Agent.Discovery.Yaml;

namespace Playbooks.Agent.Discovery.Facts;

/// <summary>What one file says, without the files that it names: this is what is kept of it between scans.</summary>
internal sealed record AnsibleFileFacts
{
    public static AnsibleFileFacts Nothing { get; } = new();

    /// <summary>The SHA-256 of its bytes, in lower-case hexadecimal.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Whether it is an Ansible playbook.</summary>
    public bool IsPlaybook { get; init; }

    /// <summary>Why it is none, though it looks like one or cannot be read.</summary>
    public YamlFault? Fault { get; init; }

    /// <summary>The service that its header names, or null.</summary>
    public string? Service { get; init; }

    /// <summary>The text of its header, or the name of its first play.</summary>
    public string Description { get; init; } = "";

    /// <summary>The variables that must have a value.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>The variables that it gives a value.</summary>
    public IReadOnlyList<VariableDefinition> Definitions { get; init; } = [];

    /// <summary>The variables that it asks a person for, without a default.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>The options of a role's argument specs.</summary>
    public IReadOnlyList<RoleOption> Options { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<PlayFacts> Plays { get; init; } = [];

    /// <summary>The files that it names.</summary>
    public IReadOnlyList<FileReference> References { get; init; } = [];

    /// <summary>Whether it is encrypted as a whole, so that nobody knows what it defines.</summary>
    public bool IsEncrypted { get; init; }
}

/// <summary>A variable that gets a value.</summary>
/// <param name="Uses">The variables that its value needs, once it is needed itself: Ansible looks at it only then.</param>
internal sealed record VariableDefinition(string Name, IReadOnlyList<string> Uses);

/// <summary>An option of a role.</summary>
/// <param name="EntryPoint">The tasks file that it is an option of, such as <c>main</c>.</param>
internal sealed record RoleOption(string EntryPoint, string Name, string? Type, bool IsRequired);

/// <summary>A play, in the order of the file.</summary>
/// <param name="ImportedPlaybook">The literal name of the Ansible playbook that stands in its place, or null.</param>
internal sealed record PlayFacts(IReadOnlyList<string> Hosts, IReadOnlyList<string> Roles, string? ImportedPlaybook);

/// <summary>A file, a folder or a role that another file names.</summary>
/// <param name="Name">As it stands there; for vars it may have <c>*</c> where a template stands.</param>
/// <param name="TasksFrom">For a role, the tasks that are run of it; null for <c>main</c>.</param>
internal sealed record FileReference(ReferenceKind Kind, string Name, string? TasksFrom = null, string? VarsFrom = null, string? DefaultsFrom = null);

/// <summary>What is named, and so where it is looked for.</summary>
internal enum ReferenceKind
{
    Tasks,
    Role,
    Vars,
    Template,
}
