namespace Playbooks.Agent.Mapping;

/// <summary>What an Ansible playbook does.</summary>
/// <param name="Action">One of <see cref="ActionWords"/>; null when several or contrary ones are said.</param>
/// <param name="Verb">The word for it in the file name; null when the file name says none.</param>
/// <param name="Certainty">0–1: the file name is believed more than a description, and a description more than nothing.</param>
/// <param name="Said">All that are said.</param>
internal sealed record PlaybookAction(string? Action, string? Verb, double Certainty, IReadOnlyList<string> Said)
{
    // So far below an action that is said that an intent selects the playbook which says it, and above the threshold for one that stands alone.
    public static PlaybookAction Unsaid { get; } = new(ActionWords.Deploy, null, 0.88, []);

    /// <summary>By its file name, then its folders, its description and its tags.</summary>
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

        // A file name that its own description denies is no word to go by.
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

    /// <summary>The action that a description begins with: further on, it may speak of anything.</summary>
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

        // "test" is an environment, and "config" a thing, beside a word that can only be an action.
        return found.Count > 1 && found.Where(word => !IsAlsoAThing(word)).ToList() is { Count: > 0 } clear ? clear : found;
    }

    private static bool IsAlsoAThing(ActionWord word) => word.Verb == "test" || word is { Action: ActionWords.Configure, Form: WordForm.Noun };

    private static string[] Distinct(List<ActionWord> words) => [.. words.Select(word => word.Action).Distinct(StringComparer.Ordinal)];
}
