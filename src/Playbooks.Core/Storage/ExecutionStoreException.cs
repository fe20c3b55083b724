namespace Playbooks.Storage;

/// <summary>
/// The history cannot be read or written. Its database cannot be reached, is locked or full, or another process has
/// carried the run on.
/// </summary>
public sealed class ExecutionStoreException : PlaybookException
{
    /// <summary>Makes the exception. The message names the fault, the place and a remedy.</summary>
    public ExecutionStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
