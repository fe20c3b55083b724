using Playbooks.Values;

namespace Playbooks.Model;

/// <summary>A value in a file, with its place: a scalar, a list or a map. Templates in it are still text.</summary>
/// <param name="Location">The place where it begins.</param>
internal abstract record PlaybookValue(SourceLocation Location)
{
    /// <summary>The description in messages.</summary>
    internal string Described => this switch
    {
        ScalarValue scalar => ValueDescription.Of(scalar.Value),
        ListValue => "a list",
        _ => "a map",
    };
}

/// <summary>A single value.</summary>
/// <param name="Text">The text as written, without quotes.</param>
/// <param name="Value">
/// The value by the YAML 1.2 core schema: null, a <see cref="bool"/>, a <see cref="long"/>, a <see cref="double"/> or a
/// <see cref="string"/>.
/// </param>
/// <param name="Location">The place where it begins.</param>
internal sealed record ScalarValue(string Text, object? Value, SourceLocation Location) : PlaybookValue(Location);

/// <summary>A list.</summary>
/// <param name="Items">The items in order.</param>
/// <param name="Location">The place where it begins.</param>
internal sealed record ListValue(IReadOnlyList<PlaybookValue> Items, SourceLocation Location) : PlaybookValue(Location);

/// <summary>A map that keeps the order in which it was written.</summary>
/// <param name="Entries">The entries in order; each key occurs once.</param>
/// <param name="Location">The place where it begins.</param>
internal sealed record MapValue(IReadOnlyList<MapEntry> Entries, SourceLocation Location) : PlaybookValue(Location)
{
    /// <summary>A map without entries.</summary>
    public static MapValue Empty { get; } = new([], default);

    /// <summary>Finds the entry of a key; null when there is none.</summary>
    public MapEntry? Find(string key)
    {
        // Maps in a playbook have few keys: a dictionary for each would cost more than it saves.
        foreach (MapEntry entry in Entries)
        {
            if (entry.Key == key)
            {
                return entry;
            }
        }

        return null;
    }
}

/// <summary>One entry of a <see cref="MapValue"/>.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyLocation">The place of the key.</param>
/// <param name="Value">The value.</param>
internal sealed record MapEntry(string Key, SourceLocation KeyLocation, PlaybookValue Value);
