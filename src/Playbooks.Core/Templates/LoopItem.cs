using System.Buffers;
using Playbooks.Values;

namespace Playbooks.Templates;

/// <summary>One iteration of a loop: what <c>item</c> and <c>loop</c> give in it.</summary>
/// <param name="Value">The item; for a map, a map with <c>key</c> and <c>value</c>.</param>
/// <param name="Key">What its address calls it.</param>
/// <param name="Index">Which one it is, from 0.</param>
/// <param name="Count">How many there are.</param>
internal sealed record LoopItem(object? Value, string Key, int Index, int Count)
{
    private const int LongestKey = 64;

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("/[]#\r\n\t");

    /// <summary>What <c>loop</c> gives; <c>index</c> counts from 1, as Jinja's does.</summary>
    public IReadOnlyDictionary<string, object?> Loop => new Dictionary<string, object?>
    {
        ["index"] = (long)Index + 1,
        ["index0"] = (long)Index,
        ["length"] = (long)Count,
        ["key"] = Key,
    };

    /// <summary>The items of a list or of a map.</summary>
    /// <param name="values">The list or the map.</param>
    /// <param name="isSecret">Whether a text holds a secret, so that no address may show it.</param>
    /// <exception cref="TemplateException">It is neither.</exception>
    public static IReadOnlyList<LoopItem> Of(object? values, Func<string, bool> isSecret)
    {
        HashSet<string> used = new(StringComparer.Ordinal);
        return values switch
        {
            IReadOnlyList<object?> list => [.. list.Select((value, index)
                => new LoopItem(value, KeyOf(value is string or long ? PlaybookValues.ToText(value) : "", index, used, isSecret), index, list.Count))],
            SecretMap map => [.. map.Select((entry, index) => new LoopItem(
                new Dictionary<string, object?> { ["key"] = new Secret(entry.Key), ["value"] = entry.Value }, KeyOf("", index, used, isSecret), index, map.Count))],
            IReadOnlyDictionary<string, object?> map => [.. map.Select((entry, index) => new LoopItem(
                new Dictionary<string, object?> { ["key"] = entry.Key, ["value"] = entry.Value }, KeyOf(entry.Key, index, used, isSecret), index, map.Count))],
            _ => throw new TemplateException($"'for_each' needs a list or a map, not {ValueDescription.Of(values)}"),
        };
    }

    /// <summary>The text where it can stand in an address and was not used before; the index otherwise.</summary>
    private static string KeyOf(string text, int index, HashSet<string> used, Func<string, bool> isSecret)
    {
        if (IsKey(text) && !isSecret(text) && used.Add(text))
        {
            return text;
        }

        // Other items may be called like an index.
        string key = PlaybookValues.ToText((long)index);
        while (!used.Add(key))
        {
            key += $".{index}";
        }

        return key;
    }

    private static bool IsKey(string text) => text.Length is > 0 and <= LongestKey && !text.AsSpan().ContainsAny(AddressCharacters);
}
