namespace Playbooks;

/// <summary>The base of every exception that these libraries throw for something a caller can act on.</summary>
public class PlaybookException : Exception
{
    /// <summary>With a message that says what failed, on what, and what to do next.</summary>
    public PlaybookException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason below it.</summary>
    public PlaybookException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
