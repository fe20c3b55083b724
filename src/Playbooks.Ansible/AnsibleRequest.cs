using System.Collections.ObjectModel;

namespace Playbooks.Ansible;

/// <summary>Which Ansible playbook to run, and how. Everything but the playbook has a default.</summary>
public sealed record AnsibleRequest
{
    /// <summary>The inventory of a request that names none: used when the repository has it, left out when not.</summary>
    public const string DefaultInventory = "inventory";

    /// <summary>The time limit of a request that names none: 600 seconds.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(600);

    /// <summary>The Ansible playbook: a file, relative to the repository, or absolute.</summary>
    public required string Playbook { get; init; }

    /// <summary>Extra vars. They reach Ansible with their types, through a private file that is gone after the run.</summary>
    /// <value>
    /// null, <see cref="bool"/>, numbers, <see cref="string"/>, <see cref="Secret"/>, lists and string-keyed maps of them. As on
    /// Ansible's own command line, a text may hold a template; a <see cref="Secret"/> may not, and stays as it is.
    /// </value>
    public IReadOnlyDictionary<string, object?> ExtraVars { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>
    /// The inventory: a file or a folder, relative to the repository or absolute, or a list of hosts, which has a comma in it
    /// (<c>web1,web2</c> or <c>web1,</c>). null for none: then what <c>ansible.cfg</c> says counts.
    /// </summary>
    public string? Inventory { get; init; } = DefaultInventory;

    /// <summary>Only these hosts: an Ansible pattern.</summary>
    public string? Limit { get; init; }

    /// <summary>Only tasks with these tags; all when empty.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>No tasks with these tags.</summary>
    public IReadOnlyList<string> SkipTags { get; init; } = [];

    /// <summary>Whether Ansible only predicts what it would change.</summary>
    public bool Check { get; init; }

    /// <summary>Whether Ansible computes differences of changed files. They stand in the kept terminal text, not in the summary.</summary>
    public bool Diff { get; init; }

    /// <summary>How many hosts at a time; null for what <c>ansible.cfg</c> says.</summary>
    public int? Forks { get; init; }

    /// <summary>The name of the task to start at.</summary>
    public string? StartAtTask { get; init; }

    /// <summary>The file, or the program, that gives the vault's password; relative to the repository, or absolute.</summary>
    public string? VaultPasswordFile { get; init; }

    /// <summary>
    /// Further arguments for <c>ansible-playbook</c>, each passed as it is. They are visible in the process list: no place for
    /// secrets. Arguments that ask for a password wait for a terminal that nobody sits at, until the time is over.
    /// </summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];

    /// <summary>How long it may take; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;
}
