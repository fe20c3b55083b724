namespace Playbooks.Ansible.Events;

/// <summary>What a record says, as far as it matters to a summary.</summary>
internal enum EventKind
{
    /// <summary>Something that moves no figure.</summary>
    Other,

    /// <summary>Our callback plugin greets: its records carry what Ansible counted.</summary>
    Hello,

    PlayStart,

    /// <summary>A task, or a handler, begins.</summary>
    TaskStart,

    Ok,
    Failed,
    Unreachable,
    Skipped,

    /// <summary>One item of a loop went well, or did not.</summary>
    Item,

    /// <summary>A file was included, for some hosts.</summary>
    Include,

    /// <summary>Ansible's own final figures.</summary>
    Statistics,

    /// <summary>Text on the terminal that belongs to no task: errors, warnings, what plugins print.</summary>
    Text,
}
