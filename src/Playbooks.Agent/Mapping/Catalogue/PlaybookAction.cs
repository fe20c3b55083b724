namespace Playbooks.Agent.Mapping;

/// <summary>The action of an Ansible playbook.</summary>
/// <param name="Action">One of <see cref="ActionWords"/>; null when the metadata names several or contrary
/// ones.</param>
/// <param name="Verb">The verb in the file name; null when it has none.</param>
/// <param name="Certainty">The certainty, 0 to 1: a file name is more certain than a description, and that more than
/// nothing.</param>
/// <param name="Said">All actions that the metadata names.</param>
internal sealed record PlaybookAction(string? Action, string? Verb, double Certainty, IReadOnlyList<string> Said)
{
    // Low enough that an intent prefers a playbook which names the action; high enough to pass the threshold alone.
    public static PlaybookAction Unsaid { get; } = new(ActionWords.Deploy, null, 0.88, []);

    /// <summary>Finds the action in the file name, then in the folders, the description and the tags.</summary>
    public static PlaybookAction Of(IReadOnlyList<string> fileWords, IReadOnlyList<string> folders, IReadOnlyList<string> description, IReadOnlyList<string> tags)
    {
        List<ActionWord> said = Find(fileWords);
        string[] actions = Distinct(said);
        if (actions.Length == 0)
        {
            said = Find(folders);
            actions = Distinct(said);
            return actions.Length switch
            {
                1 => new PlaybookAction(actions[0], null, 0.97, actions),
                0 => OfTexts(description, tags),
                _ => new PlaybookAction(null, null, 0, actions),
            };
        }

        if (actions.Length > 1)
        {
            return new PlaybookAction(null, null, 0, actions);
        }

        // When the description contradicts the file name, the file name does not count.
        string[] described = Distinct(Find(description));
        return Leading(description) is string leading && leading != actions[0] && !described.Contains(actions[0])
            ? new PlaybookAction(null, null, 0, [actions[0], leading])
            : new PlaybookAction(actions[0], said[0].Verb, 1, actions);
    }

    private static PlaybookAction OfTexts(IReadOnlyList<string> description, IReadOnlyList<string> tags)
    {
        if (Leading(description) is string leading)
        {
            return new PlaybookAction(leading, null, 0.95, [leading]);
        }

        string[] tagged = Distinct(Find(tags));
        return tagged.Length == 1 ? new PlaybookAction(tagged[0], null, 0.93, tagged) : Unsaid;
    }

    /// <summary>Finds the action at the beginning of a description. Later words may be about anything.</summary>
    private static string? Leading(IReadOnlyList<string> description) => Find([.. description.Take(2)]) is [ActionWord first, ..] ? first.Action : null;

    private static List<ActionWord> Find(IReadOnlyList<string> words)
    {
        List<ActionWord> found = [];
        for (int i = 0; i < words.Count; i++)
        {
            if (i + 1 < words.Count && ActionWords.Find(words[i] + words[i + 1]) is [ActionWord pair, ..])
            {
                found.Add(pair);
                i++;
            }
            else if (i + 1 < words.Count && ActionWords.ParticlesOf(words[i]).FirstOrDefault(row => row.Particle == words[i + 1]) is { Actions: [string action, ..] })
            {
                found.Add(new ActionWord(action, words[i] + words[i + 1], WordForm.Order));
                i++;
            }
            else if (ActionWords.Find(words[i]) is [ActionWord single, ..])
            {
                found.Add(single);
            }
        }

        // Beside a clear word for an action, "test" is an environment and "config" a thing.
        return found.Count > 1 && found.Where(word => !IsAlsoAThing(word)).ToList() is { Count: > 0 } clear ? clear : found;
    }

    private static bool IsAlsoAThing(ActionWord word) => word.Verb == "test" || word is { Action: ActionWords.Configure, Form: WordForm.Noun };

    private static string[] Distinct(List<ActionWord> words) => [.. words.Select(word => word.Action).Distinct(StringComparer.Ordinal)];
}
