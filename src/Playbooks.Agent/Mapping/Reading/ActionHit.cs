namespace Playbooks.Agent.Mapping;

/// <summary>A word, or a verb with its particle, that names an action.</summary>
/// <param name="At">The index of the word.</param>
/// <param name="Actions">The actions that it may mean.</param>
/// <param name="Verb">The verb; null for a verb with a particle.</param>
/// <param name="Forms">The grammatical forms that it may have.</param>
internal sealed record ActionHit(int At, IReadOnlyList<string> Actions, string? Verb, IReadOnlyList<WordForm> Forms)
{
    public bool IsNoun => Forms.Contains(WordForm.Noun);

    public bool IsOrder => Forms.Contains(WordForm.Order);

    public bool Is(WordForm form) => Forms is [WordForm only] && only == form;
}
