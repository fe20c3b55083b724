namespace Playbooks;

/// <summary>A value that the caller of a playbook, or of a step type, gives.</summary>
public sealed record PlaybookParameter
{
    /// <summary>Its name: letters, digits and underscores, not beginning with a digit.</summary>
    public required string Name { get; init; }

    /// <summary>The type that a value must have.</summary>
    public ParameterType Type { get; init; } = ParameterType.String;

    /// <summary>Whether a caller must give it. A <see cref="Default"/> satisfies this too.</summary>
    public bool Required { get; init; }

    /// <summary>The value used when the caller gives none, already of type <see cref="Type"/>; null for none.</summary>
    public object? Default { get; init; }

    /// <summary>The only values that it may have, already of type <see cref="Type"/>; empty for any.</summary>
    public IReadOnlyList<object?> Allowed { get; init; } = [];

    /// <summary>A regular expression that a text must match as a whole; null for any text.</summary>
    /// <remarks>Matched without backtracking, so that no text can hold up a run.</remarks>
    public string? Pattern { get; init; }

    /// <summary>The least number, length of a text or number of items; null for no bound.</summary>
    public double? Minimum { get; init; }

    /// <summary>The greatest number, length of a text or number of items; null for no bound.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether its value is masked wherever people could see it. For text only.</summary>
    public bool Secret { get; init; }

    /// <summary>The type of the items of a list; null for any.</summary>
    public ParameterType? Items { get; init; }

    /// <summary>What it is for, for its readers.</summary>
    public string? Description { get; init; }

    /// <summary>Where it is declared; empty for a step type's.</summary>
    public SourceLocation Location { get; init; }

    /// <summary>Reads a value from text, as a command line gives it. Lists and maps are given as JSON.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The value, of type <see cref="Type"/>, when the text is one.</param>
    /// <returns>Whether it is one.</returns>
    public bool TryParse(string text, out object? value)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ParameterValues.TryParse(text, Type, out value);
    }
}
