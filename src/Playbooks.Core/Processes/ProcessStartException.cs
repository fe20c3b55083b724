namespace Playbooks.Processes;

/// <summary>
/// Thrown when a program cannot be started: it does not exist, is not executable, or its working folder is missing.
/// </summary>
public sealed class ProcessStartException : PlaybookException
{
    /// <summary>Creates it with the program's name and a message with the remedy.</summary>
    public ProcessStartException(string fileName, string message, Exception? innerException = null)
        : base(message, innerException)
        => FileName = fileName;

    /// <summary>The program, as the request named it.</summary>
    public string FileName { get; }
}
