namespace Playbooks.Processes;

/// <summary>A program cannot be supervised on this machine. Nothing of it has begun.</summary>
internal sealed class SupervisorUnavailableException(string message, Exception? innerException = null)
    : PlaybookException(message, innerException);
