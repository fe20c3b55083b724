namespace Playbooks.Agent.Mapping;

/// <summary>A word that something has to explain.</summary>
/// <param name="Word">The word.</param>
/// <param name="IsBesideName">Whether it touches a name: then it may be a part of another one.</param>
internal sealed record ContentWord(Word Word, bool IsBesideName);
