using System.Collections.ObjectModel;

namespace Playbooks.Ansible.Events;

/// <summary>One event of an Ansible run, reduced to what a summary needs. Every backend produces these.</summary>
public sealed record AnsibleEvent
{
    /// <summary>What it says.</summary>
    public required AnsibleEventKind Kind { get; init; }

    /// <summary>The host's inventory name; empty where there is none.</summary>
    public string Host { get; init; } = "";

    /// <summary>The task's name, as the event has it: possibly a template that was not rendered.</summary>
    public string Task { get; init; } = "";

    /// <summary>The task's identity within the run; empty where there is none.</summary>
    public string TaskId { get; init; } = "";

    /// <summary>The task's action without <c>ansible.builtin.</c>, such as <c>include_tasks</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>Whether the result says that something changed.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether the failure is forgiven.</summary>
    public bool IsIgnored { get; init; }

    /// <summary>Why it failed, in words for a person.</summary>
    public string Message { get; init; } = "";

    /// <summary>The hosts of an include.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The terminal text, without control sequences, of an event of kind <see cref="AnsibleEventKind.Text"/>.</summary>
    public string Text { get; init; } = "";

    /// <summary>The final figures of every host.</summary>
    public IReadOnlyDictionary<string, HostSummary> Statistics { get; init; } = ReadOnlyDictionary<string, HostSummary>.Empty;

    /// <summary>What was given to <c>set_stats</c> for the whole run.</summary>
    public IReadOnlyDictionary<string, object?> CustomStats { get; init; } = ReadOnlyDictionary<string, object?>.Empty;
}
