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

    /// <summary>Further Ansible playbooks that the same Ansible runs after it, in this order.</summary>
    public IReadOnlyList<string> FurtherPlaybooks { get; init; } = [];

    /// <summary>Extra vars. They reach Ansible with their types, through a private file that is gone after the run.</summary>
    /// <value>
    /// null, <see cref="bool"/>, numbers, <see cref="string"/>, <see cref="Secret"/>, lists and string-keyed maps of them. As on
    /// Ansible's own command line, a text may hold a template; a <see cref="Secret"/> may not, and stays as it is.
    /// </value>
    public IReadOnlyDictionary<string, object?> ExtraVars { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Extra vars that Ansible gets before <see cref="ExtraVars"/>, in this order. A later one wins.</summary>
    public IReadOnlyList<AnsibleExtraVars> EarlierExtraVars { get; init; } = [];

    /// <summary>
    /// The inventory: a file or a folder, relative to the repository or absolute, or a list of hosts, which has a comma in it
    /// (<c>web1,web2</c> or <c>web1,</c>). null for none: then what <c>ansible.cfg</c> says counts.
    /// </summary>
    public string? Inventory { get; init; } = DefaultInventory;

    /// <summary>Further inventories, each as <see cref="Inventory"/> may be.</summary>
    public IReadOnlyList<string> FurtherInventories { get; init; } = [];

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

    /// <summary>The vault's password. It reaches Ansible through a private file that is gone after the run.</summary>
    public Secret? VaultPassword { get; init; }

    /// <summary>As which user tasks run on the hosts; null for what the Ansible playbook says.</summary>
    public AnsibleBecome? Become { get; init; }

    /// <summary>How hosts are connected to; null for what the inventory says.</summary>
    public AnsibleConnection? Connection { get; init; }

    /// <summary>How much Ansible says, from 0 (the default) to 6. From 3 on, its terminal text may show what <c>no_log</c> hides.</summary>
    public int Verbosity { get; init; }

    /// <summary>The <c>ansible.cfg</c> of this run, relative to the repository or absolute, instead of the repository's own; null for that.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Folders with collections, relative to the repository or absolute, searched in this order instead of the configured ones; empty for those.</summary>
    public IReadOnlyList<string> CollectionsPath { get; init; } = [];

    /// <summary>Environment variables of this run: <see cref="string"/> or <see cref="Secret"/>. They win over <see cref="AnsibleExecutorOptions.Environment"/>.</summary>
    public IReadOnlyDictionary<string, object> Environment { get; init; } = ReadOnlyDictionary<string, object>.Empty;

    /// <summary>
    /// Further arguments for <c>ansible-playbook</c>, each passed as it is. They are visible in the process list: no place for
    /// secrets. Arguments that ask for a password wait for a terminal that nobody sits at, until the time is over.
    /// </summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];

    /// <summary>Masks all that is told and kept of the run: it learns this request's own secrets. null for a new one.</summary>
    /// <value>Of a playbook's step, the run's own (<see cref="StepContext.Redactor"/>).</value>
    public Redactor? Redactor { get; init; }

    /// <summary>How long it may take; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;
}
