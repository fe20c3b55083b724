namespace Playbooks.Processes;

/// <summary>A program could not be started: it is not there, may not be run, or its working folder is missing.</summary>
public sealed class ProcessStartException : PlaybookException
{
    /// <summary>With the program's name and what to do about it.</summary>
    public ProcessStartException(string fileName, string message, Exception? innerException = null)
        : base(message, innerException)
        => FileName = fileName;

    /// <summary>The program, as it was asked for.</summary>
    public string FileName { get; }
}
