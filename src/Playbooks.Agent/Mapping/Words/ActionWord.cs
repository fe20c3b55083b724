namespace Playbooks.Agent.Mapping;

/// <summary>A word for an action.</summary>
/// <param name="Action">The action, one of <see cref="ActionWords"/>.</param>
/// <param name="Verb">The verb that it comes from: two verbs of one action may name two playbooks.</param>
/// <param name="Form">Its grammatical form.</param>
internal sealed record ActionWord(string Action, string Verb, WordForm Form);
