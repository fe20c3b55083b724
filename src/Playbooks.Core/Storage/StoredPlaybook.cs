namespace Playbooks.Storage;

/// <summary>A playbook of a run's nest, with the content that the run was planned from.</summary>
/// <param name="Path">The playbook's path in the library.</param>
/// <param name="Sha256">The SHA-256 of the content, in lower-case hexadecimal.</param>
/// <param name="Content">The bytes of the file.</param>
public sealed record StoredPlaybook(string Path, string Sha256, ReadOnlyMemory<byte> Content);
