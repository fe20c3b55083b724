namespace Playbooks.Agent.Mapping;

/// <summary>A word for an action.</summary>
/// <param name="Action">The action, one of <see cref="ActionWords"/>.</param>
/// <param name="Verb">The verb it comes from: two words of one action may still name two playbooks.</param>
/// <param name="Form">Its form.</param>
internal sealed record ActionWord(string Action, string Verb, WordForm Form);
