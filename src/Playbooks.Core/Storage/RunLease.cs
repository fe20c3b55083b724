namespace Playbooks.Storage;

/// <summary>Who carries out a run, and until when that holds unless it is renewed: no two processes carry out one run.</summary>
/// <param name="Owner">The process, such as <c>host:4711:…</c>.</param>
/// <param name="ExpiresAt">When others may take it, in UTC.</param>
public sealed record RunLease(string Owner, DateTimeOffset ExpiresAt);
