namespace Playbooks;

/// <summary>A playbook below a verified one, as it was at the verification.</summary>
/// <param name="Sha256">SHA-256 of the child's bytes, in lower-case hexadecimal.</param>
/// <param name="Revision">The child's revision.</param>
public sealed record VerifiedChild(string Sha256, int Revision);
