namespace Playbooks.Agent.Mapping;

/// <summary>What an intent says.</summary>
internal sealed record IntentReading
{
    public static IntentReading Nothing { get; } = new();

    /// <summary>The intent in the form in which two are the same.</summary>
    public string Normalized { get; init; } = "";

    /// <summary>Why it orders nothing that could be selected; null when it may.</summary>
    public string? Refusal { get; init; }

    /// <summary>The playbooks whose file it names.</summary>
    public IReadOnlyList<PlaybookProfile> Files { get; init; } = [];

    /// <summary>Whether it is nothing but such a name.</summary>
    public bool IsFile { get; init; }

    public IReadOnlyList<NameMention> Names { get; init; } = [];

    /// <summary>The actions that it may mean: mostly one, none when it says none.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>The verb of the action; null when there is none, or several may be meant.</summary>
    public string? Verb { get; init; }

    /// <summary>Whether the word for the action was mistyped.</summary>
    public bool IsActionMistyped { get; init; }

    public IReadOnlySet<string> Environments { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The words that something has to explain.</summary>
    public IReadOnlyList<ContentWord> Content { get; init; } = [];

    /// <summary>Every word, by its parts, for those who compare with file names.</summary>
    public IReadOnlySet<string> Parts { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}
