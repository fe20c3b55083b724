namespace Playbooks.Testing;

/// <summary>A report is not as a test expects it. The message says what was expected and what was, with the
/// report.</summary>
public sealed class PlaybookAssertionException(string message) : Exception(message);
