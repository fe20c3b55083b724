namespace Playbooks.Ansible.Events;

/// <summary>What an event of Ansible says, as far as it matters to a summary.</summary>
public enum AnsibleEventKind
{
    /// <summary>Something that moves no figure.</summary>
    Other,

    /// <summary>A task, or a handler, begins.</summary>
    TaskStart,

    /// <summary>A task went well on a host.</summary>
    Ok,

    /// <summary>A task failed on a host.</summary>
    Failed,

    /// <summary>A host could not be reached.</summary>
    Unreachable,

    /// <summary>A task was skipped on a host.</summary>
    Skipped,

    /// <summary>A file or a role was included, for some hosts.</summary>
    Include,

    /// <summary>Ansible's own final figures.</summary>
    Statistics,

    /// <summary>Text on the terminal that belongs to no task: errors, warnings, what plugins print.</summary>
    Text,
}
