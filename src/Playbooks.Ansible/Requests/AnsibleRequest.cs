using System.Collections.ObjectModel;

namespace Playbooks.Ansible;

/// <summary>An Ansible playbook to run, and the options of its run. Everything but the playbook has a
/// default.</summary>
public sealed record AnsibleRequest
{
    /// <summary>The inventory of a request that names none. It is left out when the repository does not have
    /// it.</summary>
    public const string DefaultInventory = "inventory";

    /// <summary>The time limit of a request that names none: 600 seconds.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(600);

    /// <summary>The Ansible playbook: a file, relative to the repository, or absolute.</summary>
    public required string Playbook { get; init; }

    /// <summary>Further Ansible playbooks that the same Ansible runs after it, in this order.</summary>
    public IReadOnlyList<string> FurtherPlaybooks { get; init; } = [];

    /// <summary>Extra vars. They reach Ansible with their types, through a private file that is gone after the
    /// run.</summary>
    /// <value>
    /// null, <see cref="bool"/>, numbers, <see cref="string"/>, <see cref="Secret"/>, lists and string-keyed maps of
    /// them. As on Ansible's own command line, a text may hold a template. A <see cref="Secret"/> is never a template:
    /// it stays as it is.
    /// </value>
    public IReadOnlyDictionary<string, object?> ExtraVars { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Extra vars that Ansible gets before <see cref="ExtraVars"/>, in this order. A later one wins.</summary>
    public IReadOnlyList<AnsibleExtraVars> EarlierExtraVars { get; init; } = [];

    /// <summary>All extra vars in the order in which Ansible gets them.</summary>
    internal IReadOnlyList<AnsibleExtraVars> AllExtraVars => ExtraVars.Count == 0
        ? EarlierExtraVars
        : [.. EarlierExtraVars, AnsibleExtraVars.FromValues(ExtraVars)];

    /// <summary>
    /// The inventory: a file or a folder, relative to the repository or absolute, or a list of hosts, which has a comma
    /// in it (<c>web1,web2</c> or <c>web1,</c>). null for none: then the one of <c>ansible.cfg</c> applies.
    /// </summary>
    public string? Inventory { get; init; } = DefaultInventory;

    /// <summary>Further inventories, each in a form of <see cref="Inventory"/>.</summary>
    public IReadOnlyList<string> FurtherInventories { get; init; } = [];

    /// <summary>Only these hosts: an Ansible pattern.</summary>
    public string? Limit { get; init; }

    /// <summary>Only tasks with these tags; all when empty.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>No tasks with these tags.</summary>
    public IReadOnlyList<string> SkipTags { get; init; } = [];

    /// <summary>True when Ansible only predicts its changes.</summary>
    public bool Check { get; init; }

    /// <summary>True when Ansible computes the differences of changed files. They are in the kept terminal text, not in
    /// the summary.</summary>
    public bool Diff { get; init; }

    /// <summary>The number of hosts at a time; null for that of <c>ansible.cfg</c>.</summary>
    public int? Forks { get; init; }

    /// <summary>The name of the task to start at.</summary>
    public string? StartAtTask { get; init; }

    /// <summary>The file, or the program, that gives the vault's password; relative to the repository, or
    /// absolute.</summary>
    public string? VaultPasswordFile { get; init; }

    /// <summary>The vault's password. It reaches Ansible through a private file that is gone after the run.</summary>
    public Secret? VaultPassword { get; init; }

    /// <summary>The user as whom tasks run on the hosts; null for the Ansible playbook's own setting.</summary>
    public AnsibleBecome? Become { get; init; }

    /// <summary>The connection to the hosts; null for the inventory's.</summary>
    public AnsibleConnection? Connection { get; init; }

    /// <summary>Ansible's verbosity, from 0 (the default) to 6. From 3 on, its terminal text may show values that
    /// <c>no_log</c> hides.</summary>
    public int Verbosity { get; init; }

    /// <summary>The <c>ansible.cfg</c> of this run, relative to the repository or absolute, instead of the repository's
    /// own; null for that.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Folders with collections, relative to the repository or absolute, searched in this order instead of the
    /// configured ones; empty for those.</summary>
    public IReadOnlyList<string> CollectionsPath { get; init; } = [];

    /// <summary>Environment variables of this run: <see cref="string"/> or <see cref="Secret"/>. They win over
    /// <see cref="AnsibleExecutorOptions.Environment"/>.</summary>
    public IReadOnlyDictionary<string, object> Environment { get; init; } = ReadOnlyDictionary<string, object>.Empty;

    /// <summary>
    /// Further arguments for <c>ansible-playbook</c>, each passed as it is. They are visible in the process list, so
    /// they must not hold secrets. An argument that asks for a password waits for an answer that never comes, until the
    /// time limit.
    /// </summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];

    /// <summary>Masks everything that is reported and kept of the run. This request's secrets are added to it. null for
    /// a new one.</summary>
    /// <value>For a playbook's step, the run's own (<see cref="StepContext.Redactor"/>).</value>
    public Redactor? Redactor { get; init; }

    /// <summary>The run's time limit; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for none.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;
}
