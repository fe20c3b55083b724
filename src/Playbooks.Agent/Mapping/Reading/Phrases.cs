namespace Playbooks.Agent.Mapping;

/// <summary>Sequences of words that have a meaning together, or none.</summary>
internal static class Phrases
{
    // These phrases turn a question or a wish into an order.
    private static readonly string[][] Requests = Split(
        "can you", "could you", "would you", "will you", "can someone", "could someone", "would someone", "can somebody", "could somebody", "can anyone", "could anyone", "can anybody", "could anybody",
        "would you mind", "i want you to", "i want to", "we want to", "i want", "we want", "i need you to", "i need to", "we need to", "i need", "we need",
        "i would like you to", "i would like to", "i would like", "we would like to", "we would like", "id like you to", "id like to", "id like", "wed like to", "wed like", "i would love", "id love",
        "lets", "let us", "make sure that", "make sure", "be sure to", "ensure that", "ensure", "you should", "you must", "you need to", "needs to be", "need to be", "has to be", "have to be", "must be", "should be", "ought to be", "needs to", "needs", "need to", "need", "wants", "want",
        "it is time to", "its time to", "time to", "i would appreciate", "id appreciate", "be so kind and", "be so kind", "would be great", "would be nice", "that would be great", "that would be nice");

    private static readonly string[][] Idle = Split(
        "go ahead and", "go on and", "if possible", "if you can", "if you could", "when you can", "when you have time", "when you get a chance", "when possible", "as soon as possible", "as soon as you can", "right now", "right away", "straight away", "at once",
        "from scratch", "on behalf of", "at the moment", "for good", "once and for all", "i think", "thank you", "thanks in advance", "thanks a lot", "many thanks", "feel free to", "once more");

    private static readonly string[][] Reasons = Split("because", "since", "cause", "cuz", "so that", "due to", "owing to", "so we", "so i", "so they", "so users", "so people", "in order to");

    private static readonly string[][] Removals = Split("get rid of", "getting rid of", "got rid of", "do away with", "rid us of");

    private static readonly string[][] UpToDate = Split("up to date", "to the latest version", "to the newest version", "to the current version", "to the latest release", "to the newest release", "to the current release", "to latest version", "to the latest", "onto the latest version", "on the latest version", "to a newer version", "up to the latest version");

    private static readonly HashSet<string> Carriers = new(["bring", "bringing", "get", "getting", "move", "take", "put", "keep", "make", "switch"], StringComparer.Ordinal);

    public static int Request(IReadOnlyList<Word> words, int at) => Longest(Requests, words, at);

    public static int IdleWords(IReadOnlyList<Word> words, int at) => Longest(Idle, words, at);

    public static int Reason(IReadOnlyList<Word> words, int at) => Longest(Reasons, words, at);

    public static int Removal(IReadOnlyList<Word> words, int at) => Longest(Removals, words, at);

    public static int Currency(IReadOnlyList<Word> words, int at) => Longest(UpToDate, words, at);

    /// <summary>Tells if a verb means an update when it stands with <see cref="Currency"/>.</summary>
    public static bool IsCarrier(string word) => Carriers.Contains(word);

    private static string[][] Split(params string[] phrases) => [.. phrases.Select(phrase => phrase.Split(' ')).OrderByDescending(words => words.Length)];

    private static int Longest(string[][] phrases, IReadOnlyList<Word> words, int at)
        => Array.Find(phrases, phrase => at + phrase.Length <= words.Count && phrase.Select((part, i) => words[at + i].Text == part).All(isSame => isSame))?.Length ?? 0;
}
