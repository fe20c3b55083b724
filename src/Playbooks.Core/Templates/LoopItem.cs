using System.Buffers;

namespace Playbooks.Templates;

/// <summary>One iteration of a loop: what <c>item</c> and <c>loop</c> give in it.</summary>
/// <param name="Value">The item; for a map, a map with <c>key</c> and <c>value</c>.</param>
/// <param name="Key">What its address calls it.</param>
/// <param name="Index">Which one it is, from 0.</param>
/// <param name="Count">How many there are.</param>
internal sealed record LoopItem(object? Value, string Key, int Index, int Count)
{
    private const int LongestKey = 64;

    private static readonly SearchValues<char> AddressSigns = SearchValues.Create("/[]#\r\n\t");

    /// <summary>What <c>loop</c> gives; <c>index</c> counts from 1, as Jinja's does.</summary>
    public IReadOnlyDictionary<string, object?> Loop => new Dictionary<string, object?>
    {
        ["index"] = (long)Index + 1,
        ["index0"] = (long)Index,
        ["length"] = (long)Count,
        ["key"] = Key,
    };

    /// <summary>The items of a list or of a map.</summary>
    /// <exception cref="TemplateException">It is neither.</exception>
    public static IReadOnlyList<LoopItem> Of(object? values)
    {
        switch (values)
        {
            case IReadOnlyList<object?> list:
                HashSet<string> used = new(StringComparer.Ordinal);
                return [.. list.Select((value, index) => new LoopItem(value, ListKey(value, index, used), index, list.Count))];
            case IReadOnlyDictionary<string, object?> map:
                return [.. map.Select((entry, index) => new LoopItem(
                    new Dictionary<string, object?> { ["key"] = entry.Key, ["value"] = entry.Value },
                    IsKey(entry.Key) ? entry.Key : PlaybookValues.ToText((long)index),
                    index,
                    map.Count))];
            default:
                throw new TemplateException($"'for_each' needs a list or a map, not {Reading.Kinds.Of(values)}");
        }
    }

    /// <summary>The item itself where it can stand in an address and stands in the list once; its index otherwise.</summary>
    private static string ListKey(object? value, int index, HashSet<string> used)
    {
        string? text = value is string or long ? PlaybookValues.ToText(value) : null;
        string key = text is not null && IsKey(text) && !used.Contains(text) ? text : PlaybookValues.ToText((long)index);
        return used.Add(key) ? key : $"{key}.{index}";
    }

    private static bool IsKey(string text) => text.Length is > 0 and <= LongestKey && !text.AsSpan().ContainsAny(AddressSigns);
}
