namespace Playbooks.Ansible.Events;

/// <summary>The kind of a record, as far as a summary needs it.</summary>
internal enum EventKind
{
    /// <summary>A record that changes no figure.</summary>
    Other,

    /// <summary>The first record of our callback plugin, whose records carry Ansible's counts.</summary>
    Hello,

    PlayStart,

    /// <summary>A task, or a handler, begins.</summary>
    TaskStart,

    Ok,
    Failed,
    Unreachable,
    Skipped,

    /// <summary>The result of one item of a loop.</summary>
    Item,

    /// <summary>A file was included, for some hosts.</summary>
    Include,

    /// <summary>Ansible's own final figures.</summary>
    Statistics,

    /// <summary>Text on the terminal that belongs to no task: errors, warnings, output of plugins.</summary>
    Text,
}
