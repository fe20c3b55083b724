namespace Playbooks.Agent.Mapping;

/// <summary>A word, or a verb with its particle, that says an action.</summary>
/// <param name="At">Where it stands.</param>
/// <param name="Actions">What it may mean.</param>
/// <param name="Verb">The verb; null for one with a particle.</param>
/// <param name="Forms">The forms that it may be of.</param>
internal sealed record ActionHit(int At, IReadOnlyList<string> Actions, string? Verb, IReadOnlyList<WordForm> Forms)
{
    public bool IsNoun => Forms.Contains(WordForm.Noun);

    public bool IsOrder => Forms.Contains(WordForm.Order);

    public bool Is(WordForm form) => Forms is [WordForm only] && only == form;
}
