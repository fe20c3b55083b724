using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Mapping;

/// <summary>An Ansible playbook as intents are compared with it.</summary>
internal sealed record PlaybookProfile
{
    public required AnsiblePlaybookInfo Info { get; init; }

    /// <summary>What it may be called: its service, and what its file name is about when that is something else. In parts.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Names { get; init; }

    public required PlaybookAction Action { get; init; }

    /// <summary>The environments of its path, its hosts and its tags.</summary>
    public required IReadOnlySet<string> Environments { get; init; }

    /// <summary>Those of its path alone: it is for no other one.</summary>
    public required IReadOnlySet<string> PathEnvironments { get; init; }

    /// <summary>Words of its file name besides name, action and environment: an intent that does not say them means something else.</summary>
    public required IReadOnlyList<string> FileWords { get; init; }

    /// <summary>Every word about it, in the form of <see cref="Stem"/>.</summary>
    public required IReadOnlySet<string> Vocabulary { get; init; }

    /// <summary>Those of them that say what it is called and where it runs, and nothing of what it does.</summary>
    public required IReadOnlySet<string> Place { get; init; }

    /// <summary>Every two words that its description has side by side.</summary>
    public required IReadOnlySet<string> Pairs { get; init; }

    public string Path => Info.Path;

    /// <summary>The form in which words of an intent and of a playbook are compared: without a plural.</summary>
    public static string Stem(string word)
        => word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
            : word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1]
            : word;
}
