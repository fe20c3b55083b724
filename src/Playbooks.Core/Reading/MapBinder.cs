using System.Globalization;

namespace Playbooks.Reading;

/// <summary>Reads the known keys of one map, checks the kind of each value, and reports unknown keys.</summary>
/// <param name="what">The name of the map in messages.</param>
/// <param name="known">All allowed keys, besides those that begin with <c>x-</c>.</param>
internal readonly struct MapBinder(MapValue map, string what, string[] known, DiagnosticBag diagnostics)
{
    public SourceLocation Location => map.Location;

    public PlaybookValue? Value(string key) => map.Find(key)?.Value;

    public SourceLocation LocationOf(string key) => map.Find(key)?.Value.Location ?? map.Location;

    /// <summary>Reads text as it was written: <c>1.0</c> stays "1.0".</summary>
    public string? Text(string key)
    {
        PlaybookValue? value = Value(key);
        if (value is null or ScalarValue { Value: null })
        {
            return null;
        }

        return value is ScalarValue scalar ? scalar.Text : Wrong<string>(key, value, "text");
    }

    public string? RequiredText(string key)
    {
        string? text = Text(key);
        if (string.IsNullOrWhiteSpace(text) && map.Find(key)?.Value is null or ScalarValue)
        {
            Missing(key);
            return null;
        }

        return text;
    }

    public bool? Boolean(string key)
    {
        PlaybookValue? value = Value(key);
        if (value is null or ScalarValue { Value: null })
        {
            return null;
        }

        if (value is ScalarValue { Value: bool flag })
        {
            return flag;
        }

        Wrong<object>(key, value, "true or false");
        return null;
    }

    public long? Integer(string key, long minimum, long maximum)
    {
        PlaybookValue? value = Value(key);
        if (value is null or ScalarValue { Value: null })
        {
            return null;
        }

        if (value is ScalarValue { Value: long number } && number >= minimum && number <= maximum)
        {
            return number;
        }

        Wrong<object>(key, value, $"a whole number from {minimum} to {maximum}");
        return null;
    }

    public double? Number(string key)
    {
        PlaybookValue? value = Value(key);
        if (value is null or ScalarValue { Value: null })
        {
            return null;
        }

        if (value is ScalarValue { Value: long or (double and not double.NaN) } scalar)
        {
            return Convert.ToDouble(scalar.Value, CultureInfo.InvariantCulture);
        }

        Wrong<object>(key, value, "a number");
        return null;
    }

    /// <summary>Reads a number of seconds, greater than zero (or zero, where allowed), up to 30 days.</summary>
    public TimeSpan? Seconds(string key, bool allowZero)
    {
        PlaybookValue? value = Value(key);
        if (value is null or ScalarValue { Value: null })
        {
            return null;
        }

        double? seconds = value is ScalarValue { Value: long or double } scalar
            ? Convert.ToDouble(scalar.Value, CultureInfo.InvariantCulture)
            : null;
        const double ThirtyDays = 30 * 24 * 3600;
        if (seconds is double known && known <= ThirtyDays && (known > 0 || (allowZero && known == 0)))
        {
            return TimeSpan.FromSeconds(known);
        }

        Wrong<object>(
            key, value, $"a number of seconds{(allowZero ? "" : " greater than 0")}, at most {ThirtyDays} (30 days)");
        return null;
    }

    /// <summary>Reads one of the words; null when there is none.</summary>
    public string? Word(string key, string[] words)
    {
        PlaybookValue? value = Value(key);
        if (value is null or ScalarValue { Value: null })
        {
            return null;
        }

        if (value is ScalarValue scalar && words.Contains(scalar.Text, StringComparer.Ordinal))
        {
            return scalar.Text;
        }

        string? suggestion = value is ScalarValue { Text: string given } ? Suggestion.For(given, words) : null;
        return Wrong<string>(key, value, $"one of {string.Join(", ", words)}", suggestion);
    }

    public MapValue? Map(string key)
    {
        PlaybookValue? value = Value(key);
        return value switch
        {
            null or ScalarValue { Value: null } => null,
            MapValue found => found,
            _ => Wrong<MapValue>(key, value, "a map"),
        };
    }

    /// <summary>Reads the items of a list. Any other value is reported.</summary>
    public IReadOnlyList<PlaybookValue> List(string key)
    {
        PlaybookValue? value = Value(key);
        switch (value)
        {
            case null or ScalarValue { Value: null }:
                return [];
            case ListValue list:
                return list.Items;
            default:
                Wrong<object>(key, value, "a list");
                return [];
        }
    }

    /// <summary>Reads the texts of a list. Other items are reported.</summary>
    public IReadOnlyList<ScalarValue> Texts(string key)
    {
        IReadOnlyList<PlaybookValue> items = List(key);
        foreach (PlaybookValue item in items)
        {
            if (item is not ScalarValue { Value: string })
            {
                diagnostics.Add(
                    DiagnosticDescriptors.WrongValue,
                    item.Location,
                    $"Each item of '{key}' must be text, not {item.Described}");
            }
        }

        return items.Count == 0 ? [] : [.. items.OfType<ScalarValue>().Where(item => item.Value is string)];
    }

    /// <summary>Reads the maps of a list. Other items are reported.</summary>
    public IReadOnlyList<MapValue> Maps(string key)
    {
        IReadOnlyList<PlaybookValue> items = List(key);
        if (items.Count == 0)
        {
            return [];
        }

        List<MapValue> maps = new(items.Count);
        foreach (PlaybookValue item in items)
        {
            if (item is MapValue found)
            {
                maps.Add(found);
            }
            else
            {
                diagnostics.Add(
                    DiagnosticDescriptors.WrongValue,
                    item.Location,
                    $"Each item of '{key}' must be a map, not {item.Described}");
            }
        }

        return maps;
    }

    /// <summary>Reports all unknown keys.</summary>
    public void RejectOthers()
    {
        foreach (MapEntry entry in map.Entries)
        {
            if (Array.IndexOf(known, entry.Key) < 0 && !entry.Key.StartsWith("x-", StringComparison.Ordinal))
            {
                diagnostics.Add(
                    DiagnosticDescriptors.UnknownKey,
                    entry.KeyLocation,
                    $"Unknown key '{entry.Key}' in {what}",
                    Suggestion.For(entry.Key, known));
            }
        }
    }

    public void Missing(string key)
        => diagnostics.Add(
            DiagnosticDescriptors.MissingKey, LocationOf(key), $"'{key}' is missing in {what}", $"Add '{key}: …'.");

    private T? Wrong<T>(string key, PlaybookValue value, string expected, string? hint = null)
        where T : class
    {
        diagnostics.Add(
            DiagnosticDescriptors.WrongValue,
            value.Location,
            $"'{key}' must be {expected}, not {value.Described}",
            hint);
        return null;
    }
}
