using System.Buffers;
using Playbooks.Values;

namespace Playbooks.Templates;

/// <summary>One iteration of a loop: the values of <c>item</c> and <c>loop</c> in it.</summary>
/// <param name="Value">The item; for a map, a map with <c>key</c> and <c>value</c>.</param>
/// <param name="Key">The name of the iteration in its address.</param>
/// <param name="Index">The number of the iteration, from 0.</param>
/// <param name="Count">The number of iterations.</param>
internal sealed record LoopItem(object? Value, string Key, int Index, int Count)
{
    private const int LongestKey = 64;

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("/[]#\r\n\t");

    /// <summary>The value of <c>loop</c>. Its <c>index</c> counts from 1, as Jinja's does.</summary>
    public IReadOnlyDictionary<string, object?> Loop => new Dictionary<string, object?>
    {
        ["index"] = (long)Index + 1,
        ["index0"] = (long)Index,
        ["length"] = (long)Count,
        ["key"] = Key,
    };

    /// <summary>The items of a list or of a map.</summary>
    /// <param name="values">The list or the map.</param>
    /// <param name="isSecret">Tells if a text holds a secret, so that no address shows it.</param>
    /// <exception cref="TemplateException">The value is neither a list nor a map.</exception>
    public static IReadOnlyList<LoopItem> Of(object? values, Func<string, bool> isSecret)
    {
        HashSet<string> used = new(StringComparer.Ordinal);
        return values switch
        {
            IReadOnlyList<object?> list => [.. list.Select((value, index)
                => new LoopItem(
                    value,
                    KeyOf(value is string or long ? PlaybookValues.ToText(value) : "", index, used, isSecret),
                    index,
                    list.Count))],
            SecretMap map => [.. map.Select((entry, index) => new LoopItem(
                new Dictionary<string, object?> { ["key"] = new Secret(entry.Key), ["value"] = entry.Value },
                KeyOf("", index, used, isSecret),
                index,
                map.Count))],
            IReadOnlyDictionary<string, object?> map => [.. map.Select((entry, index) => new LoopItem(
                new Dictionary<string, object?> { ["key"] = entry.Key, ["value"] = entry.Value },
                KeyOf(entry.Key, index, used, isSecret),
                index,
                map.Count))],
            _ => throw new TemplateException($"'for_each' needs a list or a map, not {ValueDescription.Of(values)}"),
        };
    }

    /// <summary>The text, if it can be part of an address and was not used before; otherwise the index.</summary>
    private static string KeyOf(string text, int index, HashSet<string> used, Func<string, bool> isSecret)
    {
        if (IsKey(text) && !isSecret(text) && used.Add(text))
        {
            return text;
        }

        // The text of another item may equal this index.
        string key = PlaybookValues.ToText((long)index);
        while (!used.Add(key))
        {
            key += $".{index}";
        }

        return key;
    }

    private static bool IsKey(string text)
        => text.Length is > 0 and <= LongestKey && !text.AsSpan().ContainsAny(AddressCharacters);
}
