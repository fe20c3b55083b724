namespace Playbooks;

/// <summary>A parameter of a playbook or of a step type.</summary>
public sealed record PlaybookParameter
{
    /// <summary>The name: letters, digits and underscores, not beginning with a digit.</summary>
    public required string Name { get; init; }

    /// <summary>The type of the value.</summary>
    public ParameterType Type { get; init; } = ParameterType.String;

    /// <summary>True when a value is required. A <see cref="Default"/> is enough.</summary>
    public bool Required { get; init; }

    /// <summary>The value used when the caller gives none, already of type <see cref="Type"/>; null for none.</summary>
    public object? Default { get; init; }

    /// <summary>The allowed values, already of type <see cref="Type"/>; empty for any.</summary>
    public IReadOnlyList<object?> Allowed { get; init; } = [];

    /// <summary>A regular expression that a text must match as a whole; null for any text.</summary>
    /// <remarks>Matched without backtracking, so that no text can hold up a run.</remarks>
    public string? Pattern { get; init; }

    /// <summary>The minimum of a number, of a text's length or of the number of items; null for none.</summary>
    public double? Minimum { get; init; }

    /// <summary>The maximum of a number, of a text's length or of the number of items; null for none.</summary>
    public double? Maximum { get; init; }

    /// <summary>True when the value is masked wherever people could see it. For text only.</summary>
    public bool Secret { get; init; }

    /// <summary>The type of the items of a list; null for any.</summary>
    public ParameterType? Items { get; init; }

    /// <summary>A description for people.</summary>
    public string? Description { get; init; }

    /// <summary>The place of the declaration; empty for a step type's parameter.</summary>
    public SourceLocation Location { get; init; }

    /// <summary>Reads a value from text, as a command line gives it. Lists and maps are given as JSON.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The value, of type <see cref="Type"/>, on success.</param>
    /// <returns>True when the text is a value of that type.</returns>
    public bool TryParse(string text, out object? value)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ParameterValues.TryParse(text, Type, out value);
    }
}
