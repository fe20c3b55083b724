namespace Playbooks.Agent.Mapping;

/// <summary>A mapping that was confirmed.</summary>
/// <param name="Intent">The intent, normalized.</param>
/// <param name="Playbook">The path that it means.</param>
/// <param name="Digest">The content that it was confirmed for.</param>
internal sealed record LearnedMapping(string Intent, string Playbook, string Digest);
