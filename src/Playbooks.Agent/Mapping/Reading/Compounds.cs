namespace Playbooks.Agent.Mapping;

/// <summary>Handles words with hyphens: names stay whole, "set-up" is one word, and "kuma-deployment" is two.</summary>
internal static class Compounds
{
    public static IReadOnlyList<Word> Resolve(IReadOnlyList<Word> words, CatalogueIndex index)
        => words.All(word => word.Parts.Count == 1) ? words : [.. words.SelectMany(word => Resolve(word, index))];

    private static IEnumerable<Word> Resolve(Word word, CatalogueIndex index)
    {
        if (word.Parts.Count == 1 || word.IsForeign || index.FindName(word.Compact) is not null || index.FindFile(word.Text).Count > 0)
        {
            return [word];
        }

        if (ActionWords.IsKnown(word.Compact))
        {
            return [word with { Text = word.Compact, Parts = [word.Compact] }];
        }

        // A name must account for all of its parts: in "grafana-agent", the part "grafana" alone is not a name.
        string first = word.Parts[0];
        string last = word.Parts[^1];
        if (ActionWords.IsKnown(first) && index.FindName(string.Concat(word.Parts.Skip(1))) is not null)
        {
            return [One(word, [first]), One(word, [.. word.Parts.Skip(1)])];
        }

        if (ActionWords.IsKnown(last) && index.FindName(string.Concat(word.Parts.SkipLast(1))) is not null)
        {
            return [One(word, [.. word.Parts.SkipLast(1)]), One(word, [last])];
        }

        return word.Parts.All(PlainWords.IsFree) ? word.Parts.Select(part => One(word, [part])) : [word];
    }

    private static Word One(Word word, IReadOnlyList<string> parts) => word with { Text = string.Join('-', parts), Parts = parts };
}
