namespace Playbooks.Testing;

/// <summary>
/// A report is not as a test expects it. The message contains the expectation, the actual result and the report.
/// </summary>
public sealed class PlaybookAssertionException(string message) : Exception(message);
