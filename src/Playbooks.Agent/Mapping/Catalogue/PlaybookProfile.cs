using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Mapping;

/// <summary>An Ansible playbook in the form in which it is compared with intents.</summary>
internal sealed record PlaybookProfile
{
    public required AnsiblePlaybookInfo Info { get; init; }

    /// <summary>The names in parts: the service, and the name in the file name when that is another one.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Names { get; init; }

    public required PlaybookAction Action { get; init; }

    /// <summary>The environments in its path, hosts and tags.</summary>
    public required IReadOnlySet<string> Environments { get; init; }

    /// <summary>The environments in its path: the playbook is for no other ones.</summary>
    public required IReadOnlySet<string> PathEnvironments { get; init; }

    /// <summary>
    /// The other words of its file name, without name, action and environment. An intent without them means another
    /// playbook.
    /// </summary>
    public required IReadOnlyList<string> FileWords { get; init; }

    /// <summary>All words of its metadata, in the form of <see cref="Stem"/>.</summary>
    public required IReadOnlySet<string> Vocabulary { get; init; }

    /// <summary>The words of its names and places, without those of its action.</summary>
    public required IReadOnlySet<string> Place { get; init; }

    /// <summary>All pairs of adjacent words in its description.</summary>
    public required IReadOnlySet<string> Pairs { get; init; }

    public string Path => Info.Path;

    /// <summary>Removes a plural ending: the form in which words of an intent and of a playbook are compared.</summary>
    public static string Stem(string word)
        => word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
            : word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1]
            : word;
}
