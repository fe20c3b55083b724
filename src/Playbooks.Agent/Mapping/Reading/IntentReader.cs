namespace Playbooks.Agent.Mapping;

/// <summary>Reads an intent with a catalogue in mind: which names, which action, and which words nothing accounts for.</summary>
/// <remarks>
/// It knows what it knows, and calls the rest content, which has to be explained: so a turn of phrase that nobody thought of here
/// leads to an abstention, not to a wrong playbook.
/// </remarks>
internal static class IntentReader
{
    /// <summary>How long an intent may be, in characters.</summary>
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
