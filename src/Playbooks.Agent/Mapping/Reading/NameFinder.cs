namespace Playbooks.Agent.Mapping;

/// <summary>
/// Finds the catalogue's names among words. It takes whole words only, the longest name first, and a mistyped name only
/// when no other one is as near.
/// </summary>
internal static class NameFinder
{
    private const int LongestSpan = 6;

    public static IReadOnlyList<NameMention> Find(IReadOnlyList<Word> words, CatalogueIndex index)
    {
        List<NameMention> found = [];
        for (int i = 0; i < words.Count; i++)
        {
            if (FindAt(words, i, index) is NameMention mention)
            {
                found.Add(mention);
                i = mention.End - 1;
            }
        }

        // "backup kuma" is about kuma, even if another service is called backup.
        return found.Exists(mention => !mention.Name.IsEveryday) ? [.. found.Where(mention => !mention.Name.IsEveryday)] : found;
    }

    private static NameMention? FindAt(IReadOnlyList<Word> words, int first, CatalogueIndex index)
    {
        // A name may be written with more words than it has parts: "elastic search".
        int longest = Math.Min(Math.Min(index.LongestName + 1, LongestSpan), words.Count - first);
        for (int length = longest; length > 0; length--)
        {
            Word[] span = [.. words.Skip(first).Take(length)];
            if (Array.Exists(span, word => word.IsForeign || word.Clause != span[0].Clause))
            {
                continue;
            }

            if (FindSpan(span, index) is (ServiceName name, double distance))
            {
                return new NameMention(name, first, first + length, distance);
            }
        }

        return null;
    }

    private static (ServiceName Name, double Distance)? FindSpan(Word[] span, CatalogueIndex index)
    {
        int accents = span.Sum(word => word.Accents);
        string compact = string.Concat(span.Select(word => word.Compact));
        if (index.FindName(compact) is ServiceName exact)
        {
            return accents == 0 ? (exact, 0) : accents <= TypingDistance.BudgetOf(compact.Length) ? (exact, accents) : null;
        }

        if (compact.Length < 4 || Array.Exists(span, word => word.HasDigit))
        {
            return null;
        }

        string[] parts = [.. span.SelectMany(word => word.Parts)];
        (ServiceName Name, double Distance)[] near = [.. index.NamesBeginningWith(compact[0])
            .Select(name => (name, distance: DistanceBetween(parts, span.Length, name, index) + accents))
            .Where(pair => pair.distance <= TypingDistance.BudgetOf(pair.name.Compact.Length))
            .OrderBy(pair => pair.distance).Take(2)];
        return near.Length == 1 || near.Length == 2 && near[0].Distance < near[1].Distance - 0.3 ? near[0] : null;
    }

    private static double DistanceBetween(string[] parts, int words, ServiceName name, CatalogueIndex index)
    {
        if (parts.Length == name.Parts.Count)
        {
            double sum = 0;
            for (int i = 0; i < parts.Length && sum < TypingDistance.TooFar; i++)
            {
                sum += parts[i] == name.Parts[i] ? 0
                    : IsMeant(parts[i], index) ? TypingDistance.TooFar
                    : TypingDistance.Between(parts[i], name.Parts[i], TypingDistance.BudgetOf(name.Parts[i].Length));
            }

            return sum;
        }

        string compact = string.Concat(parts);
        return words == 1 && !Array.Exists(parts, part => IsMeant(part, index)) ? TypingDistance.Between(compact, name.Compact, TypingDistance.BudgetOf(name.Compact.Length)) : TypingDistance.TooFar;
    }

    /// <summary>
    /// Tells if a word is known, and therefore not a mistyped name: an everyday word, or one of the catalogue.
    /// </summary>
    private static bool IsMeant(string word, CatalogueIndex index)
        => PlainWords.IsKnown(word) || index.FindName(word) is not null || index.FindByWord(PlaybookProfile.Stem(word)).Count > 0;
}
