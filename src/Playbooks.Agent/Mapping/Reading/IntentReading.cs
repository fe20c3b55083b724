namespace Playbooks.Agent.Mapping;

/// <summary>The parsed content of an intent.</summary>
internal sealed record IntentReading
{
    public static IntentReading Nothing { get; } = new();

    /// <summary>The intent in its normalized form.</summary>
    public string Normalized { get; init; } = "";

    /// <summary>The reason why the intent is refused; null when it is not.</summary>
    public string? Refusal { get; init; }

    /// <summary>The playbooks whose file the intent names.</summary>
    public IReadOnlyList<PlaybookProfile> Files { get; init; } = [];

    /// <summary>True when the intent is only the name of a file.</summary>
    public bool IsFile { get; init; }

    public IReadOnlyList<NameMention> Names { get; init; } = [];

    /// <summary>The actions that the intent may mean: mostly one, none when it names none.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>The verb of the action; null when there is none, or when several are possible.</summary>
    public string? Verb { get; init; }

    /// <summary>True when the word for the action was mistyped.</summary>
    public bool IsActionMistyped { get; init; }

    public IReadOnlySet<string> Environments { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The words that the selected playbook must account for.</summary>
    public IReadOnlyList<ContentWord> Content { get; init; } = [];

    /// <summary>The parts of all words, for the comparison with file names.</summary>
    public IReadOnlySet<string> Parts { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}
