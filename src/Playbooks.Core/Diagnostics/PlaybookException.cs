namespace Playbooks;

/// <summary>The base of every exception of these libraries that a caller can act on.</summary>
public class PlaybookException : Exception
{
    /// <summary>Creates it with a message that names the failure, its subject and the next action.</summary>
    public PlaybookException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with such a message and the exception that caused it.</summary>
    public PlaybookException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
