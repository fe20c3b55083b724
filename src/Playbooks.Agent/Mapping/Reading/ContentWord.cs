namespace Playbooks.Agent.Mapping;

/// <summary>A word that the selected playbook must account for.</summary>
/// <param name="Word">The word.</param>
/// <param name="IsBesideName">True when it stands next to a name, and so may be part of another name.</param>
internal sealed record ContentWord(Word Word, bool IsBesideName);
