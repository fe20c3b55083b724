namespace Playbooks.Cli;

/// <summary>The command line is wrong. The user sees only the message of the exception.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
