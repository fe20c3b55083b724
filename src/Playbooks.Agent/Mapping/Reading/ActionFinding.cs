namespace Playbooks.Agent.Mapping;

/// <summary>The action of an intent, or the reason why there is none.</summary>
internal sealed record ActionFinding(IReadOnlyList<string> Actions, string? Verb, string? Refusal)
{
    public static ActionFinding None { get; } = new([], null, null);
}
