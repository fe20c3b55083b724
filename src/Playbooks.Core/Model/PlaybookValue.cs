using Playbooks.Values;

namespace Playbooks.Model;

/// <summary>A value as it stands in a file, with its place: a scalar, a list or a map. Templates in it are still text.</summary>
/// <param name="Location">Where it begins.</param>
internal abstract record PlaybookValue(SourceLocation Location)
{
    /// <summary>The value as messages describe it.</summary>
    internal string Described => this switch
    {
        ScalarValue scalar => ValueDescription.Of(scalar.Value),
        ListValue => "a list",
        _ => "a map",
    };
}

/// <summary>A single value.</summary>
/// <param name="Text">As written, without quotes.</param>
/// <param name="Value">What it means: null, a <see cref="bool"/>, a <see cref="long"/>, a <see cref="double"/> or a <see cref="string"/>, by the YAML 1.2 core schema.</param>
/// <param name="Location">Where it begins.</param>
internal sealed record ScalarValue(string Text, object? Value, SourceLocation Location) : PlaybookValue(Location);

/// <summary>A list.</summary>
/// <param name="Items">Its items in order.</param>
/// <param name="Location">Where it begins.</param>
internal sealed record ListValue(IReadOnlyList<PlaybookValue> Items, SourceLocation Location) : PlaybookValue(Location);

/// <summary>A map with the order in which it was written.</summary>
/// <param name="Entries">Its entries in order; no key occurs twice.</param>
/// <param name="Location">Where it begins.</param>
internal sealed record MapValue(IReadOnlyList<MapEntry> Entries, SourceLocation Location) : PlaybookValue(Location)
{
    /// <summary>No entries.</summary>
    public static MapValue Empty { get; } = new([], default);

    /// <summary>The entry of that key, or null.</summary>
    public MapEntry? Find(string key)
    {
        // Maps in a playbook have a handful of keys: a dictionary for each would cost more than it saves.
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
/// <param name="Key">Its key.</param>
/// <param name="KeyLocation">Where the key stands.</param>
/// <param name="Value">Its value.</param>
internal sealed record MapEntry(string Key, SourceLocation KeyLocation, PlaybookValue Value);
