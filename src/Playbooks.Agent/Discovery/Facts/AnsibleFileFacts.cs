namespace Playbooks.Agent.Discovery.Facts;

/// <summary>The facts of one file, without those of the files that it names. They are kept between scans.</summary>
/// <remarks>The parser leaves out empty lists and texts. Generated code then sets null.</remarks>
internal sealed record AnsibleFileFacts
{
    public static AnsibleFileFacts Nothing { get; } = new();

    /// <summary>Stands for a file that exists but has not been parsed yet.</summary>
    public static AnsibleFileFacts Pending { get; } = new();

    /// <summary>The SHA-256 of its bytes, in lower-case hexadecimal.</summary>
    public string Digest { get; init => field = value ?? ""; } = "";

    /// <summary>True when the file is an Ansible playbook.</summary>
    public bool IsPlaybook { get; init; }

    /// <summary>The reason why it is not an Ansible playbook, though it looks like one or cannot be read.</summary>
    public FileFault? Fault { get; init; }

    /// <summary>The service that its header names, or null.</summary>
    public string? Service { get; init; }

    /// <summary>The text of its header, or the name of its first play.</summary>
    public string Description { get; init => field = value ?? ""; } = "";

    /// <summary>The variables that must have a value.</summary>
    public IReadOnlyList<string> Uses { get; init => field = value ?? []; } = [];

    /// <summary>The variables that it gives a value.</summary>
    public IReadOnlyList<VariableDefinition> Definitions { get; init => field = value ?? []; } = [];

    /// <summary>The variables that it asks a person for, without a default.</summary>
    public IReadOnlyList<string> Prompts { get; init => field = value ?? []; } = [];

    /// <summary>The options of a role's argument specs.</summary>
    public IReadOnlyList<RoleOption> Options { get; init => field = value ?? []; } = [];

    /// <summary>The tags of its plays, roles, blocks and tasks.</summary>
    public IReadOnlyList<string> Tags { get; init => field = value ?? []; } = [];

    /// <summary>Its plays, in their order.</summary>
    public IReadOnlyList<PlayFacts> Plays { get; init => field = value ?? []; } = [];

    /// <summary>The files that it names.</summary>
    public IReadOnlyList<FileReference> References { get; init => field = value ?? []; } = [];

    /// <summary>The handlers that its tasks notify, with <c>*</c> where a template stands.</summary>
    public IReadOnlyList<string> Notifies { get; init => field = value ?? []; } = [];

    /// <summary>Its handlers. A handler counts only when a task notifies it.</summary>
    public IReadOnlyList<HandlerFacts> Handlers { get; init => field = value ?? []; } = [];

    /// <summary>True when the whole file is encrypted, so that its definitions are unknown.</summary>
    public bool IsEncrypted { get; init; }
}

/// <summary>The reason why a file cannot be read as an Ansible playbook.</summary>
/// <param name="Line">Counted from 1; null when the fault is about the whole file.</param>
internal sealed record FileFault(int? Line, string Message);

/// <summary>A variable that gets a value.</summary>
/// <param name="Uses">The variables in its value. They count only when the value is used: Ansible evaluates it only
/// then.</param>
internal sealed record VariableDefinition(string Name, IReadOnlyList<string> Uses);

/// <summary>An option of a role.</summary>
/// <param name="EntryPoint">The tasks file that it is an option of, such as <c>main</c>.</param>
internal sealed record RoleOption(string EntryPoint, string Name, string? Type, bool IsRequired);

/// <summary>A play, in the order of the file.</summary>
internal sealed record PlayFacts
{
    public IReadOnlyList<string> Hosts { get; init => field = value ?? []; } = [];

    public IReadOnlyList<string> Roles { get; init => field = value ?? []; } = [];

    /// <summary>The literal name of the Ansible playbook that stands in its place, or null.</summary>
    public string? ImportedPlaybook { get; init; }
}

/// <summary>A handler.</summary>
/// <param name="Names">Its name and the topics that it listens to, with <c>*</c> where a template stands.</param>
/// <param name="Facts">The facts of the handler itself.</param>
internal sealed record HandlerFacts(IReadOnlyList<string> Names, AnsibleFileFacts Facts)
{
    /// <summary>Tells if a task that notifies this name notifies the handler.</summary>
    public bool IsNotifiedBy(string notified)
    {
        // The other way to name a role's handler is 'role : handler'.
        int colon = notified.IndexOf(" : ", StringComparison.Ordinal);
        string inRole = colon < 0 ? notified : notified[(colon + 3)..];
        return Names.Any(name => MayBeEqual(name, notified) || MayBeEqual(name, inRole));
    }

    // The value of a template is not known: only the text before it can differ.
    private static bool MayBeEqual(string left, string right)
    {
        int leftStar = left.IndexOf('*', StringComparison.Ordinal);
        int rightStar = right.IndexOf('*', StringComparison.Ordinal);
        if (leftStar < 0 && rightStar < 0)
        {
            return left == right;
        }

        ReadOnlySpan<char> leftStart = leftStar < 0 ? left : left.AsSpan(0, leftStar);
        ReadOnlySpan<char> rightStart = rightStar < 0 ? right : right.AsSpan(0, rightStar);
        return (rightStar >= 0 && leftStart.StartsWith(rightStart)) || (leftStar >= 0 && rightStart.StartsWith(leftStart));
    }
}

/// <summary>A file, a folder or a role that another file names.</summary>
/// <param name="Name">The name as the file has it. For vars it may contain <c>*</c> in place of a template.</param>
/// <param name="TasksFrom">For a role, the tasks file that is run; null for <c>main</c>.</param>
internal sealed record FileReference(
    ReferenceKind Kind,
    string Name,
    string? TasksFrom = null,
    string? VarsFrom = null,
    string? DefaultsFrom = null,
    string? HandlersFrom = null);

/// <summary>The kind of the named file, which decides where it is looked for.</summary>
internal enum ReferenceKind
{
    Tasks,
    Handlers,
    Role,
    Vars,
    Template,
}
