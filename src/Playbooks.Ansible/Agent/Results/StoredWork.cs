namespace Playbooks.Ansible.Agent;

/// <summary>A piece of work that was done, as a store of results keeps it.</summary>
/// <param name="Digest">What tells requests apart by their work type and parameters, SHA-256 in lower-case hexadecimal. Nothing in it helps to guess a secret.</param>
/// <param name="Result">What came of it. Its task id is the key.</param>
public sealed record StoredWork(string Digest, WorkResult Result);
