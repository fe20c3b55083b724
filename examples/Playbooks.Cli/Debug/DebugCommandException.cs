namespace Playbooks.Cli;

/// <summary>A command of the debugger is wrong. A user can enter another one; a script ends.</summary>
internal sealed class DebugCommandException(string message) : Exception(message);
