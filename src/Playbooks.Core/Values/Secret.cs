namespace Playbooks;

/// <summary>A text that must not be shown. Its <see cref="ToString"/> gives <c>***</c>.</summary>
public sealed class Secret
{
    /// <summary>The mask that replaces a secret in all output.</summary>
    public const string Mask = "***";

    private readonly string? _value;

    /// <summary>Makes a secret of a text.</summary>
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

    /// <summary>A secret whose text is lost: the run was resumed, and the journal holds no secrets.</summary>
    internal static Secret Lost { get; } = new();

    internal bool IsLost => _value is null;

    /// <summary>The number or boolean that the text represents; null for a text.</summary>
    internal object? Meaning { get; }

    /// <summary>Makes a secret of a number or a boolean. The step's target gets that value, not its text.</summary>
    internal static Secret Of(object meaning) => new(PlaybookValues.ToText(meaning), meaning);

    /// <summary>Gets the text. Call it at the last moment, inside a step, and do not keep the result.</summary>
    public string Reveal() => _value ?? throw new TemplateException(
        "It is a secret that a step gave before the run was resumed, and the journal holds no secrets; "
        + "rerun from the step that gave it");

    /// <summary>Gets <c>***</c>, always.</summary>
    public override string ToString() => Mask;
}
