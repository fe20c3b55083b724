namespace Playbooks.Values;

/// <summary>A map or a list that is a secret as a whole: its keys, its length and its booleans tell of it, too.</summary>
internal interface ISecretCollection;
