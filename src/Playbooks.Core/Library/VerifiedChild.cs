namespace Playbooks;

/// <summary>What a playbook was verified with.</summary>
/// <param name="Sha256">SHA-256 of the child's bytes, in lower-case hexadecimal.</param>
/// <param name="Revision">The child's revision.</param>
public sealed record VerifiedChild(string Sha256, int Revision);
