namespace Playbooks;

/// <summary>
/// Thrown when <c>playbooks.lock.json</c> cannot be read or written. Without it no playbook counts as verified, so no
/// nested playbook runs.
/// </summary>
public sealed class VerificationLockException : PlaybookException
{
    /// <summary>Creates it with a message that has the fault and the remedy.</summary>
    public VerificationLockException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
