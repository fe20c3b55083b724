namespace Playbooks.Processes;

/// <summary>Thrown when a program cannot be supervised on this machine. It has not been started.</summary>
internal sealed class SupervisorUnavailableException(string message, Exception? innerException = null)
    : PlaybookException(message, innerException);
