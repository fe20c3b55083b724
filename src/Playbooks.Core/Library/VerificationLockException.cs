namespace Playbooks;

/// <summary><c>playbooks.lock.json</c> cannot be read or written. Without it nothing is known to be verified, so nothing nested runs.</summary>
public sealed class VerificationLockException : PlaybookException
{
    /// <summary>With what is wrong and what to do.</summary>
    public VerificationLockException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
