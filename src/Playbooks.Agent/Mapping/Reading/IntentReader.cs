namespace Playbooks.Agent.Mapping;

/// <summary>
/// Reads an intent with the help of a catalogue: finds the names, the action, and the words that neither accounts for.
/// </summary>
/// <remarks>
/// Every word that the reader does not know is content, which the playbook has to account for. So a phrase that the
/// reader does not know leads to no selection, not to a wrong one.
/// </remarks>
internal static class IntentReader
{
    /// <summary>The longest intent, in characters.</summary>
    public const int LongestIntent = 2000;

    public static IntentReading Read(string intent, CatalogueIndex index)
    {
        if (intent.Length > LongestIntent)
        {
            return IntentReading.Nothing with { Refusal = $"it has {intent.Length} characters, and an intent at most {LongestIntent}: say in one sentence what to do with which service" };
        }

        IReadOnlyList<Word> words = Compounds.Resolve(WordSplitter.Split(intent), index);
        IntentReading reading = IntentReading.Nothing with
        {
            Normalized = string.Join(' ', words.Select(word => word.Text)),
            Parts = new HashSet<string>(words.SelectMany(word => word.Parts.Append(word.Text)), StringComparer.Ordinal),
        };
        if (words.Count == 0)
        {
            return reading with { Refusal = "it has no words: say what to do with which service" };
        }

        if (words.Count == 1 && index.FindFile(words[0].Text) is { Count: > 0 } files && !words[0].IsForeign && words[0].Accents == 0)
        {
            return reading with { IsFile = true, Files = files };
        }

        return new SentenceReader(words, index).Read(reading, intent.AsSpan().ContainsAny('?', '\uFF1F', '\u061F'));
    }
}
