namespace Playbooks.Values;

/// <summary>
/// A map or a list that is secret as a whole: its keys, its length and its booleans reveal something, too.
/// </summary>
internal interface ISecretCollection;
