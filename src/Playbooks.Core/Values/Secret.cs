namespace Playbooks;

/// <summary>A text that must not be seen. Its <see cref="ToString"/> is <c>***</c>.</summary>
public sealed class Secret
{
    /// <summary>What stands in place of a secret wherever it would be shown.</summary>
    public const string Mask = "***";

    private readonly string? _value;

    /// <summary>Wraps a text.</summary>
    public Secret(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    private Secret(string text, object meaning)
    {
        _value = text;
        Meaning = meaning;
    }

    private Secret()
    {
    }

    /// <summary>Stands for a secret of a run that was resumed: the journal holds none.</summary>
    internal static Secret Lost { get; } = new();

    internal bool IsLost => _value is null;

    /// <summary>The number or boolean that the text stands for; null for a text.</summary>
    internal object? Meaning { get; }

    /// <summary>A secret of a number or a boolean. Its target gets that, and not its text.</summary>
    internal static Secret Of(object meaning) => new(PlaybookValues.ToText(meaning), meaning);

    /// <summary>The text itself. Call it at the last moment, inside a step, and do not keep what it returns.</summary>
    public string Reveal() => _value ?? throw new TemplateException(
        "It is a secret that a step gave before the run was resumed, and the journal holds no secrets; rerun from the step that gave it");

    /// <summary><c>***</c>, always.</summary>
    public override string ToString() => Mask;
}
