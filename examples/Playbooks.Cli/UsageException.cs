namespace Playbooks.Cli;

/// <summary>The command line asks for something that cannot be. Its message is the whole of what the user sees.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
