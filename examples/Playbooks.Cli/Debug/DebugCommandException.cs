namespace Playbooks.Cli;

/// <summary>A debugger's command that cannot be done. Whoever typed it can type another one; a script ends.</summary>
internal sealed class DebugCommandException(string message) : Exception(message);
