namespace Playbooks.Storage;

/// <summary>
/// The right of one process to carry out a run, until it expires. A lease makes sure that no two processes carry out
/// one run.
/// </summary>
/// <param name="Owner">The process, such as <c>host:4711:…</c>.</param>
/// <param name="ExpiresAt">The time from which others may take the lease, in UTC.</param>
public sealed record RunLease(string Owner, DateTimeOffset ExpiresAt);
